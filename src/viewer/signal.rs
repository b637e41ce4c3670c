//! In: values that change, and closures that read them. Out: a closure runs again when a value that it read has changed: once,
//! however many of them did, and before the browser paints.
//!
//! A closure need not say what it reads. What it begins inside, for the parts that it draws, ends when it runs again or ends
//! itself. The browser's one thread is all there is.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use super::moments::soon;

thread_local! {
    /// The reader that runs now, or the scope that is filled.
    static RUNNING: RefCell<Option<Rc<Reader>>> = const { RefCell::new(None) };
    /// The readers of what has changed, the oldest first, so that a whole comes before its parts.
    static DUE: RefCell<BTreeMap<u64, Weak<Reader>>> = const { RefCell::new(BTreeMap::new()) };
    static BEGUN: Cell<u64> = const { Cell::new(0) };
}

/// A value whose readers run again when it changes. Clones are the same value.
pub(crate) struct Signal<T>(Rc<Held<T>>);

struct Held<T> {
    value: RefCell<T>,
    readers: Readers,
}

impl<T> Signal<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Rc::new(Held { value: RefCell::new(value), readers: Readers::default() }))
    }

    /// What `read` makes of the value; whoever runs now reads it.
    pub(crate) fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.with_untracked(read)
    }

    /// As [`Signal::with`], but whoever runs now does not run again for it.
    pub(crate) fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.0.value.borrow())
    }

    /// Whoever runs now runs again when the value changes.
    pub(crate) fn track(&self) {
        self.0.readers.track();
    }

    /// How many readers are kept, ended ones among them.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn readers(&self) -> usize {
        self.0.readers.list.borrow().len()
    }

    pub(crate) fn set(&self, value: T) {
        self.update(|held| *held = value);
    }

    /// Lets `change` work on the value; its readers run again.
    pub(crate) fn update<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let answer = change(&mut self.0.value.borrow_mut());
        self.0.readers.run_soon();
        answer
    }

    /// As [`Signal::update`], but the readers run again only if `change` says so.
    pub(crate) fn update_if(&self, change: impl FnOnce(&mut T) -> bool) {
        let is_changed = change(&mut self.0.value.borrow_mut());
        if is_changed {
            self.0.readers.run_soon();
        }
    }
}

impl<T: Clone> Signal<T> {
    pub(crate) fn get(&self) -> T {
        self.with(T::clone)
    }

    pub(crate) fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

/// Something that happens, without a value.
pub(crate) type Bell = Signal<()>;

impl Bell {
    pub(crate) fn ring(&self) {
        self.set(());
    }
}

/// Runs `act` now, and again whenever something that it read has changed.
pub(crate) fn effect(act: impl FnMut() + 'static) {
    let reader = Reader::new(Some(Box::new(act)));
    reader.run();
    own(reader);
}

/// The value of `compute`, kept up to date; its readers run again only when it is another one.
pub(crate) fn memo<T: PartialEq + 'static>(compute: impl Fn() -> T + 'static) -> Signal<T> {
    let memo = Rc::new(OnceCell::<Signal<T>>::new());
    let kept = Rc::clone(&memo);
    effect(move || {
        let value = compute();
        match kept.get() {
            Some(signal) => signal.update_if(|held| {
                let is_another = *held != value;
                *held = value;
                is_another
            }),
            None => _ = kept.set(Signal::new(value)),
        }
    });
    memo.get_or_init(|| unreachable!("an effect runs at once")).clone()
}

/// What was begun in it ends with it.
pub(crate) struct Scope {
    _reader: Rc<Reader>,
}

/// Runs `act`; what it begins lives as long as the scope that comes out beside its answer.
pub(crate) fn scoped<R>(act: impl FnOnce() -> R) -> (R, Scope) {
    let reader = Reader::new(None);
    let answer = reader.within(act);
    (answer, Scope { _reader: reader })
}

/// A closure that reads, or a scope, which only owns.
struct Reader {
    number: u64,
    /// How often it has run.
    runs: Cell<u64>,
    act: Option<RefCell<Box<dyn FnMut()>>>,
    parts: RefCell<Vec<Rc<Reader>>>,
}

impl Reader {
    fn new(act: Option<Box<dyn FnMut()>>) -> Rc<Self> {
        let number = BEGUN.get();
        BEGUN.set(number + 1);
        Rc::new(Self { number, runs: Cell::new(0), act: act.map(RefCell::new), parts: RefCell::default() })
    }

    fn run(self: &Rc<Self>) {
        drop(self.parts.take());
        self.runs.set(self.runs.get() + 1);
        if let Some(act) = &self.act {
            self.within(|| (act.borrow_mut())());
        }
    }

    fn within<R>(self: &Rc<Self>, act: impl FnOnce() -> R) -> R {
        let before = RUNNING.replace(Some(Rc::clone(self)));
        let answer = act();
        RUNNING.set(before);
        answer
    }
}

/// Gives the reader to whoever runs now. What nobody runs lives as long as the page.
fn own(reader: Rc<Reader>) {
    match RUNNING.with_borrow(Clone::clone) {
        Some(running) => running.parts.borrow_mut().push(reader),
        None => std::mem::forget(reader),
    }
}

/// Who reads a value: a reader, in the run in which it did.
#[derive(Default)]
struct Readers {
    list: RefCell<Vec<(Weak<Reader>, u64)>>,
    /// From this length on, the list is cleared of readers that have ended.
    full: Cell<usize>,
}

impl Readers {
    fn track(&self) {
        let Some(running) = RUNNING.with_borrow(Clone::clone).filter(|running| running.act.is_some()) else { return };
        let mut list = self.list.borrow_mut();
        if let Some((_, run)) = list.iter_mut().find(|(reader, _)| std::ptr::eq(reader.as_ptr(), Rc::as_ptr(&running)))
        {
            *run = running.runs.get();
            return;
        }
        if list.len() >= self.full.get() {
            list.retain(|(reader, _)| reader.strong_count() > 0);
            self.full.set(2 * list.len() + 8);
        }
        list.push((Rc::downgrade(&running), running.runs.get()));
    }

    fn run_soon(&self) {
        let readers = self.list.take();
        DUE.with_borrow_mut(|due| {
            let was_empty = due.is_empty();
            for (reader, run) in readers {
                if let Some(reader) = reader.upgrade().filter(|reader| reader.runs.get() == run) {
                    due.insert(reader.number, Rc::downgrade(&reader));
                }
            }
            if was_empty && !due.is_empty() {
                soon(run_due);
            }
        });
    }
}

fn run_due() {
    while let Some((_, reader)) = DUE.with_borrow_mut(BTreeMap::pop_first) {
        if let Some(reader) = reader.upgrade() {
            reader.run();
        }
    }
}
