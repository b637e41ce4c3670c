//! In: a failure and the clues around it. Out: the [`Sighting`] that they make, or nothing where it is no failure of OAuth's.
//!
//! Whose server answered is told by its address, else by a wording that one server alone has, else by a library's or a tool's
//! name nearby. The grant is told by the request, else by the wording, else by the names of functions, else by words.

use super::{
    context::{Clue, Sign},
    failure::{Clues, Failure, REACH},
    line::{Place, STEP},
};
use crate::{
    exchange::{
        Grant, Provider,
        hearsay::{Found, Mention, known},
    },
    library,
    report::{Kind, Origin},
    sighting::Sighting,
};

/// What `failure` and the clues within its reach tell.
pub(super) fn sighting(failure: &Failure, clues: &Clues) -> Option<Sighting> {
    let near = Near { failure, clues };
    let told = &failure.told;
    let description =
        told.description.as_ref().filter(|description| description.found != Found::Phrase || near.tells_of_oauth());
    let description = description.map(|description| description.text.clone());
    let host = near.nearest(REACH, |clue| match clue {
        Clue::Host(host, provider) => Some((host.clone(), *provider)),
        _ => None,
    });
    let status = near.status();
    let nothing_said = told.error.is_none() && description.is_none() && told.subtype.is_none();
    if nothing_said && (status.is_none() || !matches!(host, Some((_, Provider::Google)))) {
        return None;
    }
    if !failure.is_sure && !nothing_said && !near.tells_of_oauth() {
        return None;
    }
    let is_page = told.is_page || near.nearest(3 * STEP, |clue| matches!(clue, Clue::Page).then_some(())).is_some();
    let parameters = if is_page { near.details() } else { near.parameters() };
    let mut sighting = Sighting::default();
    sighting.kind = if is_page { Kind::AuthorizationError } else { Kind::TokenRequest };
    sighting.provider = match host {
        _ if is_page => Provider::Google,
        Some((_, provider)) => provider,
        None => provider(told, description.as_deref(), &near),
    };
    sighting.grant = if is_page { None } else { grant(description.as_deref(), &parameters, &near) };
    sighting.status = status;
    sighting.host = host.filter(|(_, provider)| *provider == sighting.provider).map(|(host, _)| host);
    sighting.error.clone_from(&told.error);
    sighting.subtype.clone_from(&told.subtype);
    sighting.description = description;
    sighting.parameters = parameters;
    sighting.at = failure.time.filter(|time| time.has_zone).map(|time| time.millis);
    sighting.date = near.nearest(REACH, |clue| if let Clue::Date(date) = clue { Some(*date) } else { None });
    sighting.times = failure.times;
    sighting.origin = Some(Origin {
        input: None,
        entry: None,
        first_line: Some(failure.lines.0.number),
        last_line: Some(failure.lines.1.number),
    });
    Some(sighting)
}

/// Adds to `sighting` who wrote the lines around it, and what that swallowed.
pub(super) fn sign(sighting: &mut Sighting, failure: &Failure) {
    sighting.library = failure.signs.library();
    let is_googles = sighting.library.as_ref().is_some_and(library::is_googles);
    if is_googles && sighting.provider == Provider::Unknown {
        sighting.provider = Provider::Google;
    }
    let (has_error, has_description) = (sighting.error.is_some(), sighting.description.is_some());
    sighting.swallowed = failure.signs.swallowed(has_error, has_description);
}

/// A failure and what surrounds it.
struct Near<'a> {
    failure: &'a Failure,
    clues: &'a Clues,
}

impl Near<'_> {
    /// How far a line is from the failure; `None` where another failure lies between.
    fn distance(&self, at: Place) -> Option<u32> {
        let (first, last) = self.failure.lines;
        let (from, to) = self.failure.reach;
        (at.depth > from && at.depth < to || (first.depth..=last.depth).contains(&at.depth))
            .then(|| if at.depth < first.depth { first.depth - at.depth } else { at.depth.saturating_sub(last.depth) })
    }

    /// The nearest thing within `reach` that `pick` takes.
    fn nearest<T>(&self, reach: u32, pick: impl Fn(&Clue) -> Option<T>) -> Option<T> {
        let within = self.clues.iter().filter_map(|(at, clue)| Some((self.distance(*at)?, clue)));
        let picked = within.filter(|(distance, _)| *distance <= reach);
        let picked = picked.filter_map(|(distance, clue)| Some((distance, pick(clue)?)));
        picked.min_by_key(|(distance, _)| *distance).map(|(_, thing)| thing)
    }

    /// The status that goes with the error: an app's own 500 is not the server's.
    fn status(&self) -> Option<u16> {
        let is_servers = |status: u16| match self.failure.told.error.as_deref() {
            Some("server_error" | "internal_failure" | "temporarily_unavailable") | None => status >= 400,
            Some(_) => matches!(status, 400 | 401 | 403 | 428 | 429),
        };
        let reach = if self.failure.told.is_bare { 2 * STEP } else { REACH };
        self.nearest(reach, |clue| match clue {
            Clue::Status(status) if is_servers(*status) => Some(*status),
            _ => None,
        })
    }

    fn tells_of_oauth(&self) -> bool {
        self.nearest(NEARBY, |clue| {
            matches!(clue, Clue::Host(..) | Clue::Owner(_) | Clue::Grant(..) | Clue::OAuth).then_some(())
        })
        .is_some()
    }

    /// The parameters of the request that is quoted nearest: those around a `grant_type`.
    fn parameters(&self) -> Vec<(String, String)> {
        let quoted = self.clues.iter().filter_map(|(at, clue)| match clue {
            Clue::Parameter(name, value) => Some((*at, name, value)),
            _ => None,
        });
        let quoted: Vec<_> = quoted.filter(|(at, ..)| self.distance(*at).is_some()).collect();
        let types = quoted.iter().filter(|(_, name, _)| *name == "grant_type");
        let Some(near) = types.map(|(at, ..)| *at).min_by_key(|at| self.distance(*at)) else { return Vec::new() };
        let mut parameters: Vec<(String, String)> = Vec::new();
        for (_, name, value) in quoted.into_iter().filter(|(at, ..)| at.number.abs_diff(near.number) <= MOST_PARAMETERS)
        {
            if !value.is_empty() && !parameters.iter().any(|(known, _)| known == name) {
                parameters.push((name.clone(), value.clone()));
            }
        }
        parameters
    }

    /// The parameters of the authorization request that Google's page lists.
    fn details(&self) -> Vec<(String, String)> {
        let mut details: Vec<(String, String)> = Vec::new();
        for (at, clue) in self.clues {
            if let Clue::Detail(name, value) = clue
                && self.distance(*at).is_some_and(|distance| distance <= NEARBY)
                && !details.iter().any(|(known, _)| known == name)
            {
                details.push((name.clone(), value.clone()));
            }
        }
        details
    }
}

/// What is so near speaks of one thing.
const NEARBY: u32 = 15 * STEP;

/// A request's parameters stand within so many lines of its `grant_type`.
const MOST_PARAMETERS: u32 = 12;

fn provider(told: &Mention, description: Option<&str>, near: &Near<'_>) -> Provider {
    let by_wording = description.map_or(Provider::Unknown, known::provider);
    let is_googles = told.subtype.as_deref().is_some_and(|subtype| subtype.contains("rapt"))
        || told.error.as_deref().is_some_and(|error| GOOGLES_CODES.contains(&error));
    let owner =
        |reach: u32| near.nearest(reach, |clue| if let Clue::Owner(owner) = clue { Some(*owner) } else { None });
    // Words within another server's sentence are not Google's: `AADSTS54005: … code was already redeemed, please retry …`.
    let is_loose = told.description.as_ref().is_some_and(|description| description.found == Found::Wording);
    let beside = owner(0).filter(|owner| is_loose && matches!(owner, Provider::Known(_)));
    match by_wording {
        Provider::Other | Provider::Known(_) => by_wording,
        _ if is_googles => Provider::Google,
        Provider::Google => beside.unwrap_or(Provider::Google),
        Provider::Unknown => owner(REACH).unwrap_or(Provider::Unknown),
    }
}

/// Codes that no RFC and no other server has.
const GOOGLES_CODES: [&str; 6] = [
    "deleted_client",
    "disabled_client",
    "restricted_client",
    "admin_policy_enforced",
    "policy_enforced",
    "org_internal",
];

fn grant(description: Option<&str>, parameters: &[(String, String)], near: &Near<'_>) -> Option<Grant> {
    let has = |name: &str| parameters.iter().any(|(known, _)| known == name);
    let sent = [
        ("refresh_token", Grant::RefreshToken),
        ("code", Grant::AuthorizationCode),
        ("assertion", Grant::JwtBearer),
        ("device_code", Grant::DeviceCode),
        ("subject_token", Grant::TokenExchange),
    ];
    // A library may have hidden the grant's name and not what goes with it.
    if let Some((_, grant)) = sent.into_iter().find(|(name, _)| has(name)) {
        return Some(grant);
    }
    let by = |sign: Sign, reach: u32| {
        near.nearest(reach, |clue| match clue {
            Clue::Grant(grant, found) if *found == sign => Some(*grant),
            _ => None,
        })
    };
    by(Sign::Request, REACH)
        .or_else(|| description.and_then(known::grant))
        .or_else(|| by(Sign::Name, REACH))
        .or_else(|| by(Sign::Word, NEARBY))
}
