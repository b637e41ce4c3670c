//! When what is drawn is drawn again: once for each change of what it read, and never after its end.

use crate::signal::{Signal, effect, memo, scoped};
use std::{cell::RefCell, collections::VecDeque, rc::Rc};

thread_local! {
    static WAITING: RefCell<VecDeque<Box<dyn FnOnce()>>> = const { RefCell::new(VecDeque::new()) };
}

/// Stands in for the browser's queue.
pub(crate) fn soon(act: impl FnOnce() + 'static) {
    WAITING.with_borrow_mut(|waiting| waiting.push_back(Box::new(act)));
}

fn let_the_browser_go_on() {
    while let Some(act) = WAITING.with_borrow_mut(VecDeque::pop_front) {
        act();
    }
}

/// What an effect saw, in order.
fn log<T: 'static>() -> (Rc<RefCell<Vec<T>>>, impl Fn(T) + Clone + 'static) {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let into = Rc::clone(&seen);
    (seen, move |value| into.borrow_mut().push(value))
}

#[test]
fn a_reader_runs_at_once_and_then_once_for_all_that_changed() {
    let (left, right) = (Signal::new(1), Signal::new(10));
    let (seen, note) = log();
    let (a, b) = (left.clone(), right.clone());
    effect(move || note(a.get() + b.get()));
    left.set(2);
    left.set(3);
    right.set(20);
    assert_eq!(*seen.borrow(), [11]);
    let_the_browser_go_on();
    assert_eq!(*seen.borrow(), [11, 23]);
}

#[test]
fn what_is_read_untracked_or_no_longer_does_not_count() {
    let (which, first, second) = (Signal::new(true), Signal::new(1), Signal::new(2));
    let (seen, note) = log();
    let (w, f, s) = (which.clone(), first.clone(), second.clone());
    effect(move || note(if w.get() { f.get() } else { s.get_untracked() }));
    which.set(false);
    let_the_browser_go_on();
    first.set(5);
    second.set(6);
    let_the_browser_go_on();
    assert_eq!(*seen.borrow(), [1, 2]);
}

#[test]
fn a_memo_tells_only_of_another_value() {
    let number = Signal::new(1);
    let of = number.clone();
    let is_even = memo(move || of.get() % 2 == 0);
    let (seen, note) = log();
    effect(move || note(is_even.get()));
    for next in [3, 5, 6, 8] {
        number.set(next);
        let_the_browser_go_on();
    }
    assert_eq!(*seen.borrow(), [false, true]);
}

#[test]
fn a_part_ends_when_the_whole_is_drawn_again() {
    let (whole, part) = (Signal::new('a'), Signal::new(1));
    let (seen, note) = log();
    let (w, p) = (whole.clone(), part.clone());
    effect(move || {
        let (name, p, note) = (w.get(), p.clone(), note.clone());
        effect(move || note((name, p.get())));
    });
    part.set(2);
    whole.set('b');
    let_the_browser_go_on();
    assert_eq!(*seen.borrow(), [('a', 1), ('b', 2)], "the old part does not run before it ends");
    part.set(3);
    let_the_browser_go_on();
    assert_eq!(seen.borrow().last(), Some(&('b', 3)));
    assert_eq!(seen.borrow().len(), 3);
}

#[test]
fn a_scope_keeps_what_began_in_it_and_reads_nothing_itself() {
    let value = Signal::new(1);
    let (seen, note) = log();
    let of = value.clone();
    let (answer, scope) = scoped(move || {
        let read = of.get();
        effect(move || note(of.get()));
        read
    });
    assert_eq!(answer, 1);
    value.set(2);
    let_the_browser_go_on();
    drop(scope);
    value.set(3);
    let_the_browser_go_on();
    assert_eq!(*seen.borrow(), [1, 2]);
}

#[test]
fn readers_that_ended_are_not_kept() {
    let value = Signal::new(0);
    for _ in 0..1000 {
        let of = value.clone();
        let ((), scope) = scoped(move || effect(move || of.track()));
        drop(scope);
    }
    assert!(value.readers() < 20, "{} of 1000 readers are kept", value.readers());
}

#[test]
fn a_change_inside_a_reader_is_seen_in_the_same_turn() {
    let (from, to) = (Signal::new(1), Signal::new(0));
    let (seen, note) = log();
    let read = to.clone();
    effect(move || note(read.get()));
    let (f, t) = (from.clone(), to);
    effect(move || t.set(f.get() * 10));
    let_the_browser_go_on();
    from.set(2);
    let_the_browser_go_on();
    assert_eq!(*seen.borrow(), [0, 10, 20]);
}
