//! In: a log that is still being written. Out: each failure in it, explained as it comes; at the end a summary.
//!
//! A failure that came before is told in one line. Memory stays bounded however long the log is followed: the exchanges before
//! the latest are forgotten, and their numbers are not given again.

use super::{
    FAILURES, NOTHING_FAILED, UNREADABLE,
    arguments::{Explain, Output},
    growth::{Growth, News},
    input::Letters,
    new_key, open,
    print::{complain, print, reason, style},
    progress::Progress,
};
use grantlens::{
    intake::{detect, text},
    recorder::{Recorder, is_failure},
    render::{
        markdown,
        terminal::{self, Style},
    },
    report::{Finding, SessionSource},
    sighting::Sighting,
};
use signal_hook::{consts::TERM_SIGNALS, flag};
use std::{
    collections::{HashMap, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Follows the one file of `wanted` until it ends or the user does. Out: the exit status.
pub fn follow(wanted: &Explain) -> Result<u8, String> {
    let [path] = wanted.files.as_slice() else {
        return Err("--follow takes one file, or standard input".to_owned());
    };
    if !wanted.input.is_followed() {
        return Err("--follow reads a log; a HAR file or an exchange is read when it is complete".to_owned());
    }
    if matches!(wanted.format, Output::Har | Output::Curl) {
        return Err("--follow prints text, json or markdown; a log holds no requests to print".to_owned());
    }
    let is_standard = path.as_os_str() == "-";
    let name = if is_standard { "standard input".to_owned() } else { open::told(path, 1) };
    let mut growth = Growth::open(path).map_err(|error| format!("{name}: {}", reason(&error)))?;
    let has_ended = watch_signals()?;
    Progress::new(wanted.quiet).hint(&format!("following {name}; Ctrl-C ends it"));
    let mut log = Log::new(path, wanted)?;
    while !has_ended.load(Ordering::Relaxed) && log.is_heard {
        match growth.next().map_err(|error| format!("{name}: {error}"))? {
            News::Bytes(bytes) => {
                if log.is_binary(&bytes) {
                    return Err(format!("{name}: it is no text; --follow reads a log in UTF-8"));
                }
                log.push(&bytes)?;
            }
            News::Quiet => log.rest()?,
            News::Anew(what) => {
                complain(&format!("{name} {what}"));
                log.begin_anew()?;
            }
            News::End => break,
        }
    }
    log.end()
}

/// What a signal sets, so that the loop ends and says what it saw. A second signal ends the command at once.
fn watch_signals() -> Result<Arc<AtomicBool>, String> {
    let has_ended = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        let status = i32::from(UNREADABLE);
        flag::register_conditional_shutdown(*signal, status, Arc::clone(&has_ended))
            .and_then(|_| flag::register(*signal, Arc::clone(&has_ended)))
            .map_err(|error| format!("signals cannot be heard: {error}"))?;
    }
    Ok(has_ended)
}

/// A log, as far as it was read.
struct Log<'a> {
    wanted: &'a Explain,
    style: Style,
    shown: Option<String>,
    reader: text::Reader,
    letters: Letters,
    recorder: Recorder,
    told: Told,
    has_begun: bool,
    /// When something came that was not explained yet.
    waiting: Option<Instant>,
    /// When the latest bytes came.
    latest: Instant,
    /// The latest time that a failure was told with, in milliseconds since the epoch.
    newest: Option<i64>,
    seen: usize,
    failed: usize,
    /// False once nobody reads what is printed.
    is_heard: bool,
}

impl<'a> Log<'a> {
    fn new(path: &Path, wanted: &'a Explain) -> Result<Self, String> {
        let shown = (path.as_os_str() != "-").then(|| open::shown(path, 1));
        Ok(Self {
            wanted,
            style: style(wanted),
            reader: text::Reader::new(shown.clone()),
            shown,
            letters: Letters::default(),
            recorder: Recorder::new(new_key()?, SessionSource::Text),
            told: Told::default(),
            has_begun: false,
            waiting: None,
            latest: Instant::now(),
            newest: None,
            seen: 0,
            failed: 0,
            is_heard: true,
        })
    }

    /// Whether the log begins with bytes that are no text.
    fn is_binary(&mut self, bytes: &[u8]) -> bool {
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        is_first && matches!(detect::detect(bytes), detect::Form::Gzip | detect::Form::Zlib | detect::Form::Binary)
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), String> {
        let mut found = Vec::new();
        self.letters.push(bytes, |text| self.reader.push(text, &mut |sighting| found.push(sighting)));
        self.explain(found)?;
        self.latest = Instant::now();
        let waiting = *self.waiting.get_or_insert(self.latest);
        if waiting.elapsed() >= MOST_PATIENCE { self.flush() } else { Ok(()) }
    }

    /// Explains what came once nothing more came for a while: a stack trace is written line by line.
    fn rest(&mut self) -> Result<(), String> {
        if self.waiting.is_some() && self.latest.elapsed() >= PATIENCE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), String> {
        let mut found = Vec::new();
        self.reader.flush(&mut |sighting| found.push(sighting));
        self.waiting = None;
        self.explain(found)
    }

    /// Ends the text that was read so far; another one follows, with lines from 1.
    fn begin_anew(&mut self) -> Result<(), String> {
        let mut found = Vec::new();
        let mut reader = std::mem::replace(&mut self.reader, text::Reader::new(self.shown.clone()));
        std::mem::take(&mut self.letters).finish(|text| reader.push(text, &mut |sighting| found.push(sighting)));
        reader.finish(&mut |sighting| found.push(sighting));
        self.waiting = None;
        self.explain(found)
    }

    fn end(mut self) -> Result<u8, String> {
        self.begin_anew()?;
        if self.wanted.format == Output::Text && !self.wanted.quiet && self.is_heard {
            let plural = if self.seen == 1 { "" } else { "s" };
            print(format!("{} exchange{plural}, {} failed\n", self.seen, self.failed))?;
        }
        Ok(if self.failed > 0 { FAILURES } else { NOTHING_FAILED })
    }

    fn explain(&mut self, found: Vec<Sighting>) -> Result<(), String> {
        for mut sighting in found {
            // What was told keeps its number: a failure that a log tells late follows on the others, without its time.
            sighting.at = sighting.at.filter(|at| self.newest.is_none_or(|newest| newest <= *at));
            self.newest = sighting.at.or(self.newest);
            if self.recorder.findings().len() >= MOST_HELD {
                self.recorder.forget();
            }
            let place = self.recorder.observe_sighting(&sighting);
            let Some(finding) = self.recorder.findings().get(place as usize) else { continue };
            self.seen += 1;
            self.failed += usize::from(is_failure(finding));
            if self.wanted.quiet {
                continue;
            }
            let json = serde_json::to_string(finding).map_err(|error| error.to_string())?;
            let before = self.told.before(finding);
            let text = match (self.wanted.format, before) {
                (Output::Json, _) => json + "\n",
                (Output::Text, None) => terminal::finding(finding, self.style) + "\n",
                (Output::Text, Some(before)) => terminal::again(finding, before) + "\n",
                (Output::Markdown, None) => markdown::finding(finding) + "\n",
                (Output::Markdown, Some(_)) | (Output::Har | Output::Curl, _) => continue,
            };
            self.recorder.vouch(&text).map_err(|leak| leak.to_string())?;
            self.is_heard &= print(text)?;
        }
        Ok(())
    }
}

/// What was told in full, so that it is not told twice.
#[derive(Default)]
struct Told {
    numbers: HashMap<u64, u32>,
    order: VecDeque<u64>,
}

impl Told {
    /// The number of an earlier finding that says the same as this one.
    fn before(&mut self, finding: &Finding) -> Option<u32> {
        let mut hasher = DefaultHasher::new();
        let answer = &finding.answer;
        (finding.kind, &finding.provider.id, &finding.grant, finding.outcome).hash(&mut hasher);
        (&answer.error, &answer.description, &answer.subtype, answer.status).hash(&mut hasher);
        finding.library.as_ref().map(|library| &library.id).hash(&mut hasher);
        for cause in &finding.causes {
            (&cause.id, cause.standing).hash(&mut hasher);
        }
        let name = hasher.finish();
        if let Some(before) = self.numbers.get(&name) {
            return Some(*before);
        }
        if self.order.len() >= MOST_TOLD
            && let Some(oldest) = self.order.pop_front()
        {
            self.numbers.remove(&oldest);
        }
        self.order.push_back(name);
        self.numbers.insert(name, finding.number);
        None
    }
}

/// So long nothing more must come before what came is explained.
const PATIENCE: Duration = Duration::from_millis(300);

/// So long it is explained at the latest, in a log that never rests.
const MOST_PATIENCE: Duration = Duration::from_secs(2);

/// So many exchanges are held at once.
const MOST_HELD: usize = 2000;

/// So many failures are remembered, to be told once.
const MOST_TOLD: usize = 1000;
