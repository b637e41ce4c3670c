//! In: an exchange. Out: what it may be to later ones ([`Milestone`]), and where in the session each of those stands.
//!
//! Most checks that look back want the latest exchange of one kind. With the places of each kind at hand, an exchange costs
//! the same however many were before it. What a milestone means for a later exchange is asked in [`crate::checks`].

use super::Order;
use crate::{
    exchange::{Exchange, Grant, Value},
    report::Kind,
};

/// What an exchange may be to later ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Milestone {
    /// It asks for authorization.
    Request,
    /// It brings a code to the app: a redirect, or an authorization request whose answer is one.
    Code,
    /// It redeems a code.
    Redeemed,
    /// A token request that succeeds.
    Granted,
    /// It gets a new access token for a refresh token.
    Refreshed,
    /// Its answer holds a refresh token.
    RefreshToken,
    /// Its answer holds a device code.
    DeviceCode,
    /// It revokes a token.
    Revoked,
}

const ALL: [Milestone; 8] = [
    Milestone::Request,
    Milestone::Code,
    Milestone::Redeemed,
    Milestone::Granted,
    Milestone::Refreshed,
    Milestone::RefreshToken,
    Milestone::DeviceCode,
    Milestone::Revoked,
];

impl Milestone {
    /// Whether `exchange` is one.
    fn is(self, exchange: &Exchange) -> bool {
        let holds = |name| exchange.answer.member(name).and_then(Value::sealed).is_some();
        match self {
            Self::Request => exchange.kind == Kind::AuthorizationRequest,
            Self::Code => match exchange.kind {
                Kind::Redirect => exchange.sealed("code").is_some(),
                Kind::AuthorizationRequest => holds("code"),
                _ => false,
            },
            Self::Redeemed => exchange.grant == Some(Grant::AuthorizationCode) && exchange.succeeded(),
            Self::Granted => exchange.kind == Kind::TokenRequest && exchange.succeeded(),
            Self::Refreshed => exchange.grant == Some(Grant::RefreshToken) && exchange.succeeded(),
            Self::RefreshToken => holds("refresh_token"),
            Self::DeviceCode => {
                exchange.kind == Kind::DeviceAuthorization && exchange.succeeded() && holds("device_code")
            }
            Self::Revoked => exchange.kind == Kind::Revocation && exchange.succeeded(),
        }
    }
}

/// Where the milestones of a session stand, each kind in order.
#[derive(Default)]
pub(super) struct Milestones([Vec<Order>; ALL.len()]);

impl Milestones {
    /// Takes in what `exchange` is, which stands at `order`.
    pub fn insert(&mut self, order: Order, exchange: &Exchange) {
        for milestone in ALL.into_iter().filter(|milestone| milestone.is(exchange)) {
            let orders = &mut self.0[milestone as usize];
            orders.insert(orders.partition_point(|other| *other < order), order);
        }
    }

    /// Takes out whatever stands at `order`.
    pub fn remove(&mut self, order: Order) {
        for orders in &mut self.0 {
            if let Ok(at) = orders.binary_search(&order) {
                orders.remove(at);
            }
        }
    }

    /// Takes out what stands before `first`, or everything.
    pub fn forget_before(&mut self, first: Option<Order>) {
        for orders in &mut self.0 {
            let count = first.map_or(orders.len(), |first| orders.partition_point(|order| *order < first));
            orders.drain(..count);
        }
    }

    /// The places of this kind before `here`, in order.
    pub fn before(&self, milestone: Milestone, here: Order) -> &[Order] {
        let orders = &self.0[milestone as usize];
        &orders[..orders.partition_point(|order| *order < here)]
    }
}
