//! Questions about a call of the Service Account Credentials API, which issues tokens in a service account's name.

use super::{Answer, Fact, lacks, yes_if};
use crate::{
    exchange::{Api, Value},
    report::Place,
    secret::ValueKind,
    timeline::View,
};

/// What a token may live without and with `constraints/iam.allowServiceAccountCredentialLifetimeExtension`, in seconds
/// (<https://cloud.google.com/iam/docs/create-short-lived-credentials-direct>).
const LONGEST: f64 = 3600.0;
const LONGEST_EXTENDED: f64 = 43_200.0;

/// Is the lifetime that the call asks for one that no account may have: none at all, or more than twelve hours?
pub fn lifetime_impossible(view: View<'_>) -> Answer {
    lifetime(view, |seconds| seconds <= 0.0 || seconds > LONGEST_EXTENDED)
}

/// Is the lifetime more than an hour, which an organization has to allow?
pub fn lifetime_over_an_hour(view: View<'_>) -> Answer {
    lifetime(view, |seconds| seconds > LONGEST)
}

/// Is the lifetime one that every account may have, up to an hour?
pub fn lifetime_within_an_hour(view: View<'_>) -> Answer {
    match lacks(view.this(), "lifetime") {
        Ok(true) => yes_if(view.this().api == Some(Api::IamCredentials), || {
            Fact::new("The call asks for no lifetime; the default of an hour is always allowed.")
        }),
        Ok(false) => lifetime(view, |seconds| seconds > 0.0 && seconds <= LONGEST),
        Err(answer) => answer,
    }
}

fn lifetime(view: View<'_>, holds: impl Fn(f64) -> bool) -> Answer {
    let Some(parameter) = view.this().parameter("lifetime") else {
        return Answer::Unknown("The call asks for no lifetime that can be read.");
    };
    let Value::Text(text) = &parameter.value else {
        return Answer::Unknown("The lifetime is not written as seconds, such as `3600s`.");
    };
    let Some(seconds) = text.strip_suffix('s').and_then(|text| text.parse::<f64>().ok()) else {
        return Answer::Unknown("The lifetime is not written as seconds, such as `3600s`.");
    };
    yes_if(holds(seconds), || {
        Fact::new(format!("The call asks for a token that lives {text}; an hour is 3600s, twelve hours are 43200s."))
            .on("lifetime", if seconds > LONGEST { "more than 3600s" } else { "a lifetime of its own" })
    })
}

/// Is the account that a token is asked for no service account, by its address?
pub fn target_is_no_service_account(view: View<'_>) -> Answer {
    let Some(account) = view.this().sealed("serviceAccount") else {
        return Answer::Unknown("The account that a token is asked for is not known.");
    };
    let kind = account.shape.kind;
    let is_wrong = matches!(kind, ValueKind::Email | ValueKind::ClientId | ValueKind::Placeholder | ValueKind::Nothing)
        || account.shape.is_flawed();
    yes_if(is_wrong && kind != ValueKind::ServiceAccount, || {
        let words = if kind == ValueKind::Email { "the address of no service account" } else { kind.words() };
        Fact::new(format!("The account in the path is {words}."))
            .on("serviceAccount", "….gserviceaccount.com belongs here")
            .in_place(Place::Path)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact, mark};
    use super::*;

    fn call(account: &str, body: &str) -> String {
        format!(
            "POST https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{account}:generateAccessToken\n\
             Authorization: Bearer ya29.a0EXAMPLE\n\n{body}\n\n400\n\n{{\"error\":{{\"code\":400,\"status\":\"INVALID_ARGUMENT\"}}}}\n"
        )
    }

    const ROBOT: &str = "robot@example-project.iam.gserviceaccount.com";

    #[test]
    fn a_lifetime() {
        let with =
            |check, lifetime: &str| ask(check, &call(ROBOT, &format!(r#"{{"scope":["x"],"lifetime":"{lifetime}"}}"#)));
        assert!(fact(&with(lifetime_over_an_hour, "7200s")).contains("lives 7200s"));
        assert_eq!(with(lifetime_impossible, "7200s"), Answer::No);
        for impossible in ["0s", "43200.5s", "86400s"] {
            assert!(with(lifetime_impossible, impossible).is_yes(), "{impossible}");
        }
        assert_eq!(with(lifetime_impossible, "43200s"), Answer::No);
        assert_eq!(with(lifetime_within_an_hour, "0s"), Answer::No);
        for (lifetime, note) in [("60s", "a lifetime of its own"), ("3600s", "a lifetime of its own")] {
            assert_eq!(mark(&with(lifetime_within_an_hour, lifetime)), ("lifetime", note), "{lifetime}");
        }
        assert_eq!(mark(&with(lifetime_over_an_hour, "7200s")), ("lifetime", "more than 3600s"));
        assert_eq!(with(lifetime_over_an_hour, "3600s"), Answer::No);
        assert!(matches!(with(lifetime_over_an_hour, "PT2H"), Answer::Unknown(_)));
        assert!(ask(lifetime_within_an_hour, &call(ROBOT, "{}")).is_yes());
        assert!(matches!(ask(lifetime_impossible, &call(ROBOT, "{}")), Answer::Unknown(_)));
    }

    #[test]
    fn a_target() {
        let check = |account: &str| ask(target_is_no_service_account, &call(account, "{}"));
        assert!(fact(&check("someone%40mail-app.example")).contains("no service account"));
        assert_eq!(check(ROBOT), Answer::No);
        assert_eq!(check("123456789012345678901"), Answer::No);
    }
}
