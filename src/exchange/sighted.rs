//! In: a [`Sighting`]. Out: the [`Exchange`] that it tells of.
//!
//! Nothing is concluded from what the text leaves out: the request's body counts as not recorded.

use super::{Answer, Exchange, Grant, Seen, Sender, parameters::Raw};
use crate::{report::Place, secret::Key, sighting::Sighting};

impl Exchange {
    /// Reads what `sighting` tells.
    pub fn sighted(sighting: &Sighting, key: &Key) -> Self {
        let raws: Vec<_> = sighting
            .parameters
            .iter()
            .map(|(name, value)| Raw::new(name.clone(), Place::Body, value.clone()))
            .collect();
        let answer = Answer::sighted(sighting, &raws);
        let parameters: Vec<_> = raws.into_iter().map(|raw| raw.seal(key)).collect();
        let stated = parameters.iter().any(|parameter| parameter.name == "grant_type");
        Self {
            kind: sighting.kind,
            provider: sighting.provider,
            look_alike: false,
            started: sighting.at,
            duration: None,
            method: "POST".to_owned(),
            address: sighting.host.clone().unwrap_or_default(),
            body: "absent",
            grant: if stated { Some(super::grant_of(&parameters)) } else { sighting.grant }
                .filter(|grant| *grant != Grant::Other),
            parameters,
            client: None,
            remarks: Vec::new(),
            answer,
            seen: Seen::InText,
            is_whole: false,
            sender: Sender::default(),
            library: sighting.library.clone(),
            origin: sighting.origin.clone(),
        }
    }
}
