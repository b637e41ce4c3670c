//! A log that is followed while it grows: each failure is explained as it comes, through cuts and rotation, until a signal or
//! the end of a pipe.

#[path = "support/command.rs"]
mod command;

use command::{folder, said};
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

/// Nothing here takes so long: whoever waits to its end has found a fault, not a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);

struct Following {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    complaints: Receiver<String>,
}

/// The command, following.
fn follow(arguments: &[&str]) -> Following {
    let mut child =
        command::command(&[&["explain", "--follow"], arguments].concat()).spawn().expect("the command starts");
    let lines = lines(child.stdout.take().expect("a pipe"));
    let complaints = self::lines(child.stderr.take().expect("a pipe"));
    let input = child.stdin.take();
    Following { child, input, lines, complaints }
}

/// The lines that come out of `pipe`, whenever they come.
fn lines(pipe: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Waits for a line that contains `text`.
fn wait(lines: &Receiver<String>, text: &str) -> String {
    let mut before = String::new();
    loop {
        let line = lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{text:?} did not come after {before}"));
        if line.contains(text) {
            return line;
        }
        before = before + &line + "\n";
    }
}

impl Following {
    /// Sends a signal, as the terminal does at Ctrl-C. Out: the exit status, and what it still says.
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().expect("kill");
        assert!(sent.success());
        let status = self.child.wait().expect("the command ends").code();
        (status, self.lines.iter().fold(String::new(), |text, line| text + &line + "\n"))
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn add(path: &Path, text: &str) {
    let mut file = File::options().append(true).create(true).open(path).expect("the target folder can be written");
    file.write_all(text.as_bytes()).expect("room");
}

const GRANT: &str = "2026-01-05T10:00:00Z ERROR invalid_grant: Bad Request\n";
const CLIENT: &str = "2026-01-05T10:00:05Z ERROR invalid_client: Unauthorized\n";

#[cfg(unix)]
#[test]
fn a_growing_log_is_explained_as_it_comes() {
    let folder = folder("follow");
    let path = folder.join("app.log");
    add(&path, "starting\n");
    add(&path, GRANT);
    let following = follow(&[path.to_str().expect("UTF-8")]);
    wait(&following.lines, "--> app.log:2, #1 ");
    wait(&following.lines, "= answer: invalid_grant: Bad Request");
    add(&path, CLIENT);
    wait(&following.lines, "--> app.log:3, #2 ");
    add(&path, GRANT);
    let again = wait(&following.lines, "explained at #1");
    assert!(again.starts_with("app.log:4, #3 "), "{again}");
    File::options().write(true).open(&path).expect("the log").set_len(0).expect("room");
    wait(&following.complaints, "was cut back; it is read from its start");
    add(&path, CLIENT);
    assert!(wait(&following.lines, "explained at #2").starts_with("app.log:1, #4 "));
    fs::rename(&path, folder.join("app.log.1")).expect("the log");
    add(&path, GRANT);
    wait(&following.complaints, "was replaced; the new file is read");
    assert!(wait(&following.lines, "explained at #1").starts_with("app.log:1, #5 "));
    let (status, rest) = following.end("-INT");
    assert_eq!(status, Some(1));
    assert!(rest.ends_with("5 exchanges, 5 failed\n"), "{rest}");
}

#[test]
fn a_pipe_is_followed_to_its_end() {
    let mut following = follow(&["--format", "json"]);
    let mut input = following.input.take().expect("a pipe");
    input.write_all(GRANT.as_bytes()).expect("the command reads");
    // The input stays open: the line out comes before the next line in.
    let line = following.lines.recv_timeout(PATIENCE).expect("a finding");
    let finding: grantlens::report::Finding = serde_json::from_str(&line).expect("a finding a line");
    assert_eq!((finding.number, finding.answer.error.as_deref()), (1, Some("invalid_grant")));
    input.write_all(b"ERROR invalid_client: Unauth").expect("the command reads");
    drop(input);
    let line = following.lines.recv_timeout(PATIENCE).expect("a finding");
    assert!(line.contains("invalid_client"), "what a line without an end holds is told at the end: {line}");
    assert_eq!(following.child.wait().expect("the command ends").code(), Some(1));
}

#[test]
fn a_question_says_how_to_answer_it_where_that_can_be_done() {
    for (arguments, takes_answers) in [(["explain", "-"].as_slice(), true), (&["explain", "--follow", "-"], false)] {
        let (_, text, _) = said(arguments, GRANT.as_bytes());
        assert!(text.contains("= question: "), "{text}");
        assert_eq!(text.contains("--answer "), takes_answers, "{text}");
    }
}

#[test]
fn what_cannot_be_followed_is_said() {
    let folder = folder("unfollowed");
    let har = folder.join("a.har").display().to_string();
    fs::write(&har, "{}").expect("the target folder can be written");
    let binary = folder.join("a.gz").display().to_string();
    fs::write(&binary, b"\x1f\x8b\x08").expect("the target folder can be written");
    for (arguments, said) in [
        (&["--input", "har", &har][..], "--follow reads a log; a HAR file or an exchange is read when it is complete"),
        (&[&har, &binary], "--follow takes one file, or standard input"),
        (&[&binary], "it is no text; --follow reads a log in UTF-8"),
        (&["no-such.log"], "no-such.log: there is no such file"),
        (&[&folder.display().to_string()], "this is a folder"),
    ] {
        let (status, out, err) = command::said(&[&["explain", "--follow"], arguments].concat(), b"");
        assert_eq!((status, out.as_str()), (Some(2), ""));
        assert!(err.contains(said), "{err}");
    }
}
