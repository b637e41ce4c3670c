//! In: the paths on the command line. Out: [`News`] of what is in them, in their order, though several are read at once.
//!
//! What is found in a path waits until all before it was taken. A path whose evidence piles up is read no further until then, nor is
//! one begun that stands far behind: memory stays bounded.

use super::{
    input::{self, Done, Form},
    open::{self, Input, Way},
    progress::Progress,
};
use grantlens::{
    har::{AnswerBody, Entry, RequestBody},
    intake::{Evidence, detect},
};
use std::{
    collections::VecDeque,
    num::NonZero,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        mpsc::{SyncSender, channel, sync_channel},
    },
    thread,
};

/// What becomes known of a path.
pub enum News {
    /// An input begins: a file, or a member of an archive.
    Begins,
    /// A piece of evidence, which says from which input it is.
    Piece(Evidence),
    /// The input was read, its damage told under its name.
    Ends(Done),
    /// The path, or a part of it, could not be read; the message names it.
    Fails(String),
}

/// Reads every path as `form`; `take` gets the place of a path, from 1, and what is new of it.
pub fn read(paths: &[PathBuf], form: Form, progress: &Progress, take: &mut dyn FnMut(usize, News)) {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    // Two threads for one file help where a core has nothing else to do, and cost a quarter more where none is left.
    let way = Way { look: detect::START, is_ahead: cores > paths.len() };
    let read_one = |path: &Path, number, tell: &mut dyn FnMut(News)| {
        let read = open::open(path, number, way, progress, &mut |input| read_input(input, form, tell));
        if let Err(message) = read {
            tell(News::Fails(message));
        }
    };
    if let [path] = paths {
        progress.show_only(1);
        return read_one(path, 1, &mut |news| take(1, news));
    }
    let (hand_out, jobs) = channel();
    let jobs = Mutex::new(jobs);
    thread::scope(|scope| {
        for _ in 0..cores.min(paths.len()) {
            scope.spawn(|| {
                let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((path, number, sender)) = next() {
                    let mut parcel = Parcel { news: Vec::new(), weight: 0, sender };
                    read_one(path, number, &mut |news| parcel.add(news));
                    parcel.send();
                }
            });
        }
        let mut waiting = VecDeque::new();
        let mut left = paths.iter().zip(1..);
        loop {
            for (path, number) in left.by_ref().take(2 * cores - waiting.len()) {
                let (sender, receiver) = sync_channel(MOST_WAITING);
                // The threads end when nothing more is handed out.
                _ = hand_out.send((path, number, sender));
                waiting.push_back((number, receiver));
            }
            let Some((number, receiver)) = waiting.pop_front() else { break };
            progress.show_only(number);
            receiver.into_iter().flatten().for_each(|news| take(number, news));
        }
        drop(hand_out);
    });
}

fn read_input(input: Input<'_>, form: Form, tell: &mut dyn FnMut(News)) -> Result<(), String> {
    let (name, shown) = (input.name.clone(), input.shown.clone());
    tell(News::Begins);
    let read = input::read(input, form, &mut |piece| tell(News::Piece(named(piece, shown.as_deref()))));
    let mut done = read.map_err(|error| format!("{name}: {error}"))?;
    done.damage = done.damage.map(|damage| format!("{name}: {damage}"));
    tell(News::Ends(done));
    Ok(())
}

fn named(mut piece: Evidence, input: Option<&str>) -> Evidence {
    if let Some(input) = input {
        piece.name(input);
        if let Evidence::Note(note) = &mut piece {
            note.text = format!("{input}: {}", note.text);
        }
    }
    piece
}

/// News that are sent together.
struct Parcel {
    news: Vec<News>,
    weight: usize,
    sender: SyncSender<Vec<News>>,
}

impl Parcel {
    fn add(&mut self, news: News) {
        self.weight += weight(&news);
        self.news.push(news);
        if self.weight > HEAVY {
            self.send();
        }
    }

    fn send(&mut self) {
        self.weight = 0;
        // Whoever takes the news takes all of them.
        _ = self.sender.send(std::mem::take(&mut self.news));
    }
}

/// About how much memory it takes, in bytes.
fn weight(news: &News) -> usize {
    let texts = match news {
        News::Piece(Evidence::Entry(entry)) => {
            let fields = entry.headers.iter().chain(entry.answer_headers.iter());
            let bodies = [
                if let RequestBody::Text(text) = &entry.body { text.len() } else { 0 },
                if let AnswerBody::Text(text) = &entry.answer_body { text.len() } else { 0 },
            ];
            let fields = fields.map(|field| field.name.len() + field.value.len()).sum::<usize>();
            entry.url.len() + fields + bodies.iter().sum::<usize>()
        }
        News::Piece(Evidence::Sighting(sighting)) => {
            let parameters = sighting.parameters.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
            sighting.description.as_ref().map_or(0, String::len) + parameters
        }
        _ => 0,
    };
    texts + size_of::<Entry>()
}

/// News of more than so many bytes are sent.
const HEAVY: usize = 1 << 22;

/// So many parcels of a path wait to be taken; then its reader does.
const MOST_WAITING: usize = 4;
