//! In: exchanges, in the order in which they become known. Out: [`Timeline`], the session's memory: all exchanges in the
//! order in which they started, and [`View`], what one of them may look back upon.
//!
//! Events arrive out of order, so an exchange that started earlier moves in front, and whatever comes after it can be
//! judged again: nothing in here is secret. Judgement looks back, and at what was in flight at the same time.

mod milestones;

pub use milestones::Milestone;

use crate::{
    exchange::{Exchange, Grant, Value},
    report::{Kind, Outcome},
    secret::{Fingerprint, Sealed, ValueKind},
};
use milestones::Milestones;
use std::collections::HashMap;

/// All exchanges of a session.
#[derive(Default)]
pub struct Timeline {
    exchanges: Vec<(Order, Exchange)>,
    sightings: HashMap<Fingerprint, Vec<Order>>,
    milestones: Milestones,
    /// Where the token requests of each client stand, in order.
    clients: HashMap<Fingerprint, Vec<Order>>,
    /// Where each refresh token is issued, in order: it may be sent thousands of times.
    issues: HashMap<Fingerprint, Vec<Order>>,
    arrivals: u32,
    before: u32,
}

/// Where an exchange stands: by its start, and among equals by its arrival. It names the exchange for as long as the
/// timeline lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    started: i64,
    arrival: u32,
}

impl Timeline {
    /// A timeline whose first exchange is number `before` + 1, because that many are no longer in it.
    pub fn after(before: u32) -> Self {
        Self { before, ..Self::default() }
    }

    fn number(&self, at: usize) -> u32 {
        self.before.saturating_add(u32::try_from(at + 1).unwrap_or(u32::MAX))
    }

    /// The exchange with this name, and its number.
    fn exchange(&self, order: Order) -> (u32, &Exchange) {
        let at = self.exchanges.partition_point(|(other, _)| *other < order);
        (self.number(at), &self.exchanges[at].1)
    }

    /// Takes `exchange` in. Out: its name, and a position from 0; the exchanges from there on have to be judged (again): this
    /// one, what started after it, and what was in flight with the same value when it started.
    ///
    /// Without a start time an exchange follows the last one.
    pub fn insert(&mut self, exchange: Exchange) -> (Order, usize) {
        let last = self.exchanges.last().map_or(i64::MIN, |(order, _)| order.started);
        let order = Order { started: exchange.started.unwrap_or(last), arrival: self.arrivals };
        self.arrivals += 1;
        self.milestones.insert(order, &exchange);
        if let Some(client) = client(&exchange) {
            insert(self.clients.entry(client).or_default(), order);
        }
        if let Some(issued) = issued(&exchange) {
            insert(self.issues.entry(issued).or_default(), order);
        }
        for fingerprint in findable(&exchange) {
            insert(self.sightings.entry(fingerprint).or_default(), order);
        }
        let at = self.exchanges.partition_point(|(other, _)| *other < order);
        self.exchanges.insert(at, (order, exchange));
        (order, self.first_in_flight(at).unwrap_or(at))
    }

    /// The position of the first earlier exchange that had no answer yet when the one at `at` started, and sends the same code.
    fn first_in_flight(&self, at: usize) -> Option<usize> {
        let (order, exchange) = &self.exchanges[at];
        let started = exchange.started?;
        let orders = self.sightings.get(&exchange.sealed("code")?.fingerprint)?;
        let earlier = orders.iter().take_while(|other| *other < order);
        let places = earlier.map(|other| self.exchanges.partition_point(|(place, _)| place < other));
        places.into_iter().find(|place| self.exchanges[*place].1.is_in_flight_at(started))
    }

    /// Takes an exchange out again, because a fuller reading of it has come. Out: the position where it was.
    pub fn remove(&mut self, order: Order) -> Option<usize> {
        let at = self.exchanges.binary_search_by_key(&order, |(other, _)| *other).ok()?;
        let (_, exchange) = self.exchanges.remove(at);
        self.milestones.remove(order);
        if let Some(orders) = client(&exchange).and_then(|client| self.clients.get_mut(&client)) {
            remove(orders, order);
        }
        if let Some(orders) = issued(&exchange).and_then(|issued| self.issues.get_mut(&issued)) {
            remove(orders, order);
        }
        for fingerprint in findable(&exchange) {
            if let Some(orders) = self.sightings.get_mut(&fingerprint) {
                remove(orders, order);
            }
        }
        Some(at)
    }

    /// Drops the first `count` exchanges. The others keep their numbers, and are no longer compared with those.
    pub fn forget_first(&mut self, count: usize) {
        let count = count.min(self.exchanges.len());
        self.exchanges.drain(..count);
        self.before = self.before.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        self.milestones.forget_before(self.exchanges.first().map(|(first, _)| *first));
        let Some((first, _)) = self.exchanges.first() else {
            self.sightings.clear();
            self.clients.clear();
            self.issues.clear();
            return;
        };
        let keep = |_: &Fingerprint, orders: &mut Vec<Order>| {
            orders.drain(..orders.partition_point(|order| order < first));
            !orders.is_empty()
        };
        self.sightings.retain(keep);
        self.clients.retain(keep);
        self.issues.retain(keep);
    }

    /// Numbers the exchanges anew: the first is number `before` + 1.
    pub fn number_from(&mut self, before: u32) {
        self.before = before;
    }

    /// How many exchanges there are.
    pub fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
    }

    /// The name of the exchange at position `at`.
    pub fn order(&self, at: usize) -> Order {
        self.exchanges[at].0
    }

    /// What the exchange at position `at` may look back upon.
    pub fn view(&self, at: usize) -> View<'_> {
        View { timeline: self, at }
    }
}

/// One exchange and what was before it.
#[derive(Clone, Copy)]
pub struct View<'a> {
    timeline: &'a Timeline,
    at: usize,
}

impl<'a> View<'a> {
    /// The exchange itself.
    pub fn this(self) -> &'a Exchange {
        &self.timeline.exchanges[self.at].1
    }

    /// Its number, from 1.
    pub fn number(self) -> u32 {
        self.timeline.number(self.at)
    }

    /// The earlier exchanges in which a value with this fingerprint stood, the earliest first. Of a great many only the
    /// first and the last [`MOST_EARLIER`] are told, so that a session takes no time that grows with its square.
    pub fn earlier(self, fingerprint: Fingerprint) -> impl DoubleEndedIterator<Item = (u32, &'a Exchange)> {
        let timeline = self.timeline;
        let here = timeline.exchanges[self.at].0;
        let orders = timeline.sightings.get(&fingerprint).map_or(&[][..], Vec::as_slice);
        let before = orders.partition_point(|order| *order < here);
        let (first, last) = match before.checked_sub(2 * MOST_EARLIER) {
            Some(_) => (&orders[..MOST_EARLIER], &orders[before - MOST_EARLIER..before]),
            None => (&orders[..before], &orders[..0]),
        };
        first.iter().chain(last).map(move |order| timeline.exchange(*order))
    }

    /// The later exchanges in which a value with this fingerprint stood, and that started before this one was answered.
    pub fn meanwhile(self, fingerprint: Fingerprint) -> impl Iterator<Item = (u32, &'a Exchange)> {
        let timeline = self.timeline;
        let here = timeline.exchanges[self.at].0;
        let orders = timeline.sightings.get(&fingerprint).map_or(&[][..], Vec::as_slice);
        let after = orders.partition_point(|order| *order <= here);
        let later = orders[after..].iter().map(move |order| timeline.exchange(*order));
        later.take_while(move |(_, other)| other.started.is_some_and(|started| self.this().is_in_flight_at(started)))
    }

    /// All earlier exchanges, the latest first.
    pub fn backwards(self) -> impl Iterator<Item = (u32, &'a Exchange)> {
        let timeline = self.timeline;
        (0..self.at).rev().map(move |at| (timeline.number(at), &timeline.exchanges[at].1))
    }

    /// The milliseconds from the start of `earlier` to the start of this one, when both are known.
    pub fn since(self, earlier: &Exchange) -> Option<i64> {
        Some(self.this().started? - earlier.started?)
    }

    /// The redirect in which the code of this exchange came to the app, the latest one.
    pub fn callback(self) -> Option<(u32, &'a Exchange)> {
        let code = self.this().sealed("code")?;
        self.earlier_code(code).rfind(|(_, other)| other.kind == Kind::Redirect)
    }

    /// The earlier exchanges that hold this very code, or the code that it becomes after one more decoding.
    pub fn earlier_code(self, code: &Sealed) -> impl DoubleEndedIterator<Item = (u32, &'a Exchange)> {
        let decoded = code.decoded.into_iter().flat_map(move |decoded| self.earlier(decoded));
        self.earlier(code.fingerprint).chain(decoded)
    }

    /// The earlier exchange whose refusal this one only shows again: Google's error page follows on the answer that leads
    /// to it, and the app's next page on the app's redirect. `None` where the refusal is new.
    pub fn repeats(self) -> Option<(u32, &'a Exchange)> {
        let this = self.this();
        if this.answer.outcome != Outcome::Failed {
            return None;
        }
        let error_page = this.sealed("authError").and_then(|page| self.first_since_request(page.fingerprint));
        let led_here = |page| self.earlier(page).rfind(|(_, other)| other.answer.leads_to == Some(page));
        error_page.or_else(|| this.page.and_then(led_here))
    }

    /// The first exchange with this value since the latest authorization request, which counts too.
    fn first_since_request(self, fingerprint: Fingerprint) -> Option<(u32, &'a Exchange)> {
        let timeline = self.timeline;
        let here = timeline.exchanges[self.at].0;
        let request = timeline.milestones.before(Milestone::Request, here).last().copied();
        let orders = timeline.sightings.get(&fingerprint)?;
        let first = orders.partition_point(|order| request.is_some_and(|request| *order < request));
        let order = orders.get(first).filter(|order| **order < here)?;
        Some(timeline.exchange(*order))
    }

    /// The latest authorization request of this client before an error page of Google's, which carries no `state`.
    fn refused_request(self) -> Option<(u32, &'a Exchange)> {
        let client = self.this().sealed("client_id").map(|client| client.fingerprint);
        let is_client = |request: &Exchange| {
            client.is_none() || request.sealed("client_id").is_none_or(|other| Some(other.fingerprint) == client)
        };
        self.latest(Milestone::Request).take(MOST_REQUESTS).find(|(_, request)| is_client(request))
    }

    /// The latest earlier token request to the same provider that names another client than `client`.
    pub fn of_another_client(self, client: Fingerprint) -> Option<(u32, &'a Exchange)> {
        let timeline = self.timeline;
        let here = timeline.exchanges[self.at].0;
        let asked_here = |order: &&Order| timeline.exchange(**order).1.provider == self.this().provider;
        let latest = |orders: &'a Vec<Order>| {
            orders[..orders.partition_point(|order| *order < here)].iter().rev().take(MOST_EARLIER).find(asked_here)
        };
        let others = timeline.clients.iter().filter(|(other, _)| **other != client);
        others.filter_map(|(_, orders)| latest(orders)).max().map(|order| timeline.exchange(*order))
    }

    /// The earlier exchanges that are `milestone`, the latest first.
    pub fn latest(self, milestone: Milestone) -> impl Iterator<Item = (u32, &'a Exchange)> {
        let timeline = self.timeline;
        let here = timeline.exchanges[self.at].0;
        timeline.milestones.before(milestone, here).iter().rev().map(move |order| timeline.exchange(*order))
    }

    /// The authorization request that this exchange belongs to.
    ///
    /// The code leads to the redirect that carried it, the `state` of that redirect to the request. Without a `state`, the
    /// request must be the only one of the same client and redirect URI, else it is not known.
    pub fn authorization(self) -> Option<(u32, &'a Exchange)> {
        if self.this().kind == Kind::AuthorizationError {
            return self.refused_request();
        }
        let is_request = |found: &(u32, &Exchange)| found.1.kind == Kind::AuthorizationRequest;
        if let Some(code) = self.this().sealed("code")
            && let Some(found) = self.earlier_code(code).rfind(is_request)
        {
            return Some(found);
        }
        let carrier =
            if self.this().kind == Kind::Redirect { Some(self.this()) } else { self.callback().map(|found| found.1) };
        if let Some(state) = carrier.and_then(|carrier| carrier.sealed("state")) {
            return self.earlier(state.fingerprint).rfind(is_request);
        }
        let client = self.this().sealed("client_id").map(|client| client.fingerprint)?;
        if self.this().grant != Some(Grant::AuthorizationCode) {
            return None;
        }
        let mut requests = self
            .latest(Milestone::Request)
            .filter(|(_, request)| request.sealed("client_id").is_some_and(|other| other.fingerprint == client));
        let only = requests.next();
        if requests.next().is_some() { None } else { only }
    }

    /// The token answer that issued this refresh token, the latest one.
    pub fn issue_of(self, refresh_token: &Sealed) -> Option<(u32, &'a Exchange)> {
        let orders = self.timeline.issues.get(&refresh_token.fingerprint)?;
        let before = orders.partition_point(|order| *order < self.timeline.exchanges[self.at].0);
        Some(self.timeline.exchange(*orders[..before].last()?))
    }

    /// The number of the first exchange of the flow that this one belongs to; its own number when nothing earlier shares
    /// a credential with it.
    pub fn flow(self, flow_of: impl Fn(u32) -> u32) -> u32 {
        // The latest exchange with a value has the lowest number of all that had it before.
        let latest = self.ties().filter_map(|fingerprint| self.earlier(fingerprint).next_back());
        latest.chain(self.refused()).map(|(number, _)| flow_of(number)).min().unwrap_or(self.number())
    }

    /// The earlier exchanges that share a credential with this one, or led here.
    pub fn related(self) -> impl Iterator<Item = (u32, &'a Exchange)> {
        self.ties().flat_map(move |fingerprint| self.earlier(fingerprint)).chain(self.refused())
    }

    /// The values that tie this exchange to earlier ones.
    fn ties(self) -> impl Iterator<Item = Fingerprint> {
        linking(self.this()).into_iter().chain(self.this().page)
    }

    /// The request that is refused, for an error page of Google's.
    fn refused(self) -> Option<(u32, &'a Exchange)> {
        (self.this().kind == Kind::AuthorizationError).then(|| self.refused_request()).flatten()
    }
}

/// Parameters whose values tie exchanges together.
pub(crate) const LINKING: [&str; 8] =
    ["code", "state", "refresh_token", "access_token", "token", "device_code", "id_token", "authError"];

/// How many of the first and of the last exchanges that hold a value are looked at.
const MOST_EARLIER: usize = 500;

/// How many authorization requests back an error page is looked for its own.
const MOST_REQUESTS: usize = 50;

/// The client that a token request names.
fn client(exchange: &Exchange) -> Option<Fingerprint> {
    let named = exchange.sealed("client_id").filter(|_| exchange.kind == Kind::TokenRequest);
    named.map(|client| client.fingerprint)
}

/// The refresh token that an answer issues.
fn issued(exchange: &Exchange) -> Option<Fingerprint> {
    let issued = exchange.answer.member("refresh_token").and_then(Value::sealed).filter(|_| exchange.succeeded());
    issued.map(|issued| issued.fingerprint)
}

/// Puts `order` into its place, once.
fn insert(orders: &mut Vec<Order>, order: Order) {
    if let Err(place) = orders.binary_search(&order) {
        orders.insert(place, order);
    }
}

fn remove(orders: &mut Vec<Order>, order: Order) {
    if let Ok(place) = orders.binary_search(&order) {
        orders.remove(place);
    }
}

/// The fingerprints under which an exchange is found: its credentials, and the address to which its refusal leads.
fn findable(exchange: &Exchange) -> Vec<Fingerprint> {
    let mut found = linking(exchange);
    found.extend(exchange.answer.leads_to);
    found
}

/// The fingerprints by which an exchange can be found again. A damaged code is found under what it decodes to, also.
fn linking(exchange: &Exchange) -> Vec<Fingerprint> {
    exchange
        .parameters
        .iter()
        .chain(&exchange.answer.members)
        .filter(|parameter| LINKING.contains(&parameter.name.as_str()))
        .filter_map(|parameter| parameter.value.sealed())
        .filter(|sealed| !matches!(sealed.shape.kind, ValueKind::Empty | ValueKind::Nothing | ValueKind::Placeholder))
        .flat_map(|sealed| std::iter::once(sealed.fingerprint).chain(sealed.decoded))
        .collect()
}
