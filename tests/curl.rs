//! The copied curl command: a shell takes it as it is, and Grantlens reads the same request out of it.

mod support;

use grantlens::{
    intake::{Evidence, stream::Stream},
    recorder::Recorder,
    render::curl::command,
    report::{Finding, Kind, Place, SessionSource},
    selfcheck,
};
use std::process::Command;
use support::EXAMPLES;

fn findings() -> impl Iterator<Item = (String, Finding)> {
    EXAMPLES.iter().flat_map(|example| {
        let findings = example.report().findings;
        findings.into_iter().map(move |finding| (format!("{} #{}", example.place(), finding.number), finding))
    })
}

/// What a shell hands to `curl`.
fn arguments(script: &str) -> Vec<String> {
    let out = Command::new("sh")
        .args(["-eu", "-c", &format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{script}")])
        .output()
        .expect("there is a shell");
    assert!(out.status.success() && out.stderr.is_empty(), "{script}\n{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).expect("it is UTF-8");
    text.trim_end_matches('\0').split('\0').map(str::to_owned).collect()
}

#[test]
fn a_shell_takes_every_command() {
    let mut count = 0;
    for (place, finding) in findings().step_by(7) {
        let Some(script) = command(&finding) else { continue };
        assert_eq!(selfcheck::check(&script), Ok(()), "{place}");
        let arguments = arguments(&script);
        assert_eq!(arguments[0], "--include", "{place}");
        let plain = finding.request.parameters.iter().filter(|parameter| {
            parameter.place == Place::Body && parameter.fingerprint.is_none() && !parameter.shown.contains(['‹', '…'])
        });
        if finding.request.body == "form" {
            for parameter in plain {
                let wanted = format!("{}={}", parameter.name, parameter.shown);
                assert!(arguments.contains(&wanted), "{place}: {wanted:?} is not among {arguments:?}");
            }
        }
        count += 1;
    }
    assert!(count > 40, "only {count} commands were tried");
}

#[test]
fn what_is_filled_in_reaches_curl_to_the_letter() {
    let refresh =
        EXAMPLES.iter().find(|example| example.text.contains("refresh_token=")).expect("an example").finding();
    let script = command(&refresh).expect("it can be sent again");
    let line = script.lines().find(|line| line.starts_with("REFRESH_TOKEN=")).expect("a variable for it");
    let odd = "a$b `c` \"d\" \\e !f %2F";
    let filled = script.replace(line, &format!("REFRESH_TOKEN='{odd}'"));
    assert!(arguments(&filled).contains(&format!("refresh_token={odd}")), "{filled}");
}

#[test]
fn the_command_is_the_request_that_was_seen() {
    let mut count = 0;
    for (place, finding) in findings() {
        let is_post = finding.request.method == "POST" && finding.request.body == "form";
        let Some(script) = command(&finding).filter(|_| is_post && finding.kind == Kind::TokenRequest) else {
            continue;
        };
        let mut recorder = Recorder::new([9; 32], SessionSource::Text);
        let mut take = |piece: Evidence| {
            recorder.take(&piece);
        };
        let mut stream = Stream::new(None);
        stream.push(script.as_bytes(), &mut take).expect("it is text");
        stream.finish(&mut take).expect("it ends");
        let names = |finding: &Finding| {
            let sent = finding.request.parameters.iter().filter(|parameter| parameter.place != Place::Claim);
            sent.map(|parameter| (parameter.name.clone(), parameter.place)).collect::<Vec<_>>()
        };
        if names(&finding).iter().any(|(name, _)| name.starts_with('‹')) || finding.request.url.contains('‹') {
            continue;
        }
        let again = recorder.findings().first().unwrap_or_else(|| panic!("{place}: nothing is read of\n{script}"));
        assert_eq!((again.kind, &again.grant), (finding.kind, &finding.grant), "{place}\n{script}");
        let sorted = |mut names: Vec<(String, Place)>| {
            names.sort_by_key(|(name, place)| (name.clone(), format!("{place:?}")));
            names
        };
        assert_eq!(sorted(names(again)), sorted(names(&finding)), "{place}\n{script}");
        count += 1;
    }
    assert!(count > 100, "only {count} commands were read");
}

#[test]
fn no_text_of_a_report_is_run_by_the_shell() {
    let mut finding =
        EXAMPLES.iter().find(|example| example.text.contains("refresh_token=")).expect("an example").finding();
    let hostile = "x'y\"z`echo 1`$(echo 2)${HOME}\\";
    for (body, hidden) in [("form", false), ("json", false), ("form", true), ("json", true), ("multipart", false)] {
        finding.request.body = body.into();
        for parameter in &mut finding.request.parameters {
            parameter.name = "odd$(echo 3)'\"name".to_owned();
            parameter.shown = hostile.to_owned();
            parameter.fingerprint = None;
        }
        if hidden {
            finding.request.parameters[0].fingerprint = Some("EXAMPLE".to_owned());
        }
        let script = command(&finding).expect("it can be sent again");
        let arguments = arguments(&script);
        let name = &finding.request.parameters[0].name;
        if body == "json" {
            let json: serde_json::Value = serde_json::from_str(arguments.last().expect("the body")).unwrap_or_default();
            assert!(hidden || json[name] == hostile, "{script}");
        } else {
            assert!(arguments.contains(&format!("{name}={hostile}")), "{script}");
        }
    }
}

#[test]
fn what_was_not_sent_has_no_command() {
    for (place, finding) in findings() {
        if finding.kind == Kind::Credentials || !finding.request.url.starts_with("http") {
            assert_eq!(command(&finding), None, "{place}");
        }
    }
}
