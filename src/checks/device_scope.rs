//! Questions about the scopes that a device asks for (RFC 8628 section 3.1), which Google allows a few of.

use super::{Answer, Fact, yes_if};
use crate::{report::Kind, timeline::View};

/// The scopes that Google's page allows (<https://developers.google.com/identity/protocols/oauth2/limited-input-device#allowedscopes>),
/// and the spellings and neighbours about which page and endpoint disagree: none of these is called forbidden.
const ALLOWED: [&str; 10] = [
    "openid",
    "email",
    "profile",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
    "https://www.googleapis.com/auth/drive.appdata",
    "https://www.googleapis.com/auth/drive.file",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
    "https://www.googleapis.com/auth/youtube",
    "https://www.googleapis.com/auth/youtube.readonly",
];

/// Is one of the scopes that are asked for not among those that devices may have?
pub fn device_scope_not_allowed(view: View<'_>) -> Answer {
    if view.this().kind != Kind::DeviceAuthorization {
        return Answer::No;
    }
    let Some(scopes) = view.this().text("scope") else {
        return Answer::Unknown("The request names no scope that can be read.");
    };
    let forbidden = scopes.split(' ').find(|scope| !scope.is_empty() && *scope != "…" && !ALLOWED.contains(scope));
    match forbidden {
        Some(scope) => Answer::Yes(
            Fact::new(format!("The scope {scope} is not among those that devices may ask for."))
                .on("scope", format!("{scope} is not for devices")),
        ),
        None if scopes.contains('…') => Answer::Unknown("One of the scopes is not known by its name."),
        None => Answer::No,
    }
}

/// Are all of the scopes that are asked for among those that devices may have?
pub fn device_scopes_allowed(view: View<'_>) -> Answer {
    match device_scope_not_allowed(view) {
        Answer::Yes(_) => Answer::No,
        Answer::No if view.this().kind != Kind::DeviceAuthorization => Answer::No,
        Answer::No => yes_if(view.this().text("scope").is_some_and(|scope| !scope.is_empty()), || {
            Fact::new("Devices may ask for each of these scopes.")
        }),
        answer @ Answer::Unknown(_) => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact};
    use super::*;

    #[test]
    fn scopes_of_a_device() {
        let request = |scope: &str| {
            format!(
                "POST https://oauth2.googleapis.com/device/code\n\nclient_id=x&scope={scope}\n\n400\n\n{{\"error\":\"invalid_scope\"}}\n"
            )
        };
        let gmail = request("openid%20https://www.googleapis.com/auth/gmail.readonly");
        assert!(fact(&ask(device_scope_not_allowed, &gmail)).contains("gmail.readonly is not among"));
        assert_eq!(ask(device_scopes_allowed, &gmail), Answer::No);
        let allowed = request("openid%20https://www.googleapis.com/auth/youtube");
        assert_eq!(ask(device_scope_not_allowed, &allowed), Answer::No);
        assert!(ask(device_scopes_allowed, &allowed).is_yes());
        assert!(matches!(ask(device_scope_not_allowed, &request("https://EXAMPLE.test/x")), Answer::Unknown(_)));
        assert_eq!(ask(device_scopes_allowed, &request("")), Answer::No);
        let refresh = gmail.replace("device/code", "token");
        assert_eq!(ask(device_scope_not_allowed, &refresh), Answer::No);
        assert_eq!(ask(device_scopes_allowed, &refresh), Answer::No);
    }
}
