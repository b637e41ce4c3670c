//! In: up to 64 bytes of text, and the letter or digit before them. Out: [`Letters`], which tells as bit masks where letters and digits
//! stand and where they change between capital, small letter and digit.
//!
//! Sixteen bytes are compared at once, and what has nothing to do with a change is passed over by arithmetic on the masks. What a change
//! is good for is known in [`super::windows`].

#![expect(
    clippy::inline_always,
    reason = "a call costs several times what is done in it, and builds for size leave them as calls"
)]

use wide::u8x16;

/// So many bytes are read at once.
pub(super) const BLOCK: usize = 64;

/// What the letters and digits before a block leave open: one bit at most.
#[derive(Clone, Copy, Default)]
pub(super) struct Before {
    digit: u64,
    small: u64,
    capital: u64,
}

/// What stands where, a bit for each byte, the first byte's lowest.
#[derive(Clone, Copy)]
pub(super) struct Letters {
    /// Letters and digits.
    pub all: u64,
    /// Those that are a change: a digit and a letter in turn, or a capital after a small letter. A small letter after a capital is none, for
    /// words have it.
    pub changes: u64,
}

impl Letters {
    /// Reads `bytes`. With `needs_neighbours` a change counts only between neighbours, else whatever stands between the two.
    #[inline(always)]
    pub fn read(bytes: &[u8; BLOCK], before: &mut Before, needs_neighbours: bool) -> Self {
        let (rows, _) = bytes.as_chunks::<16>();
        let rows = [u8x16::from(rows[0]), u8x16::from(rows[1]), u8x16::from(rows[2]), u8x16::from(rows[3])];
        let digits = within(rows, b'0', 10);
        let smalls = within(rows, b'a', 26);
        let capitals = within(rows, b'A', 26);
        let all = digits | smalls | capitals;
        let others = if needs_neighbours { 0 } else { !all };
        // Where the letter before is one of `kind`: it stands right before, or others alone stand between.
        let after = |kind: u64, carried: u64| {
            let next = kind << 1 | carried;
            (next | (others.wrapping_add(next & others) & !others)) & all
        };
        let after_digit = after(digits, before.digit);
        let after_small = after(smalls, before.small);
        let after_capital = after(capitals, before.capital);
        let changes = after_digit & !digits | after_small & !smalls | after_capital & digits;
        before.remember(digits, smalls, capitals, needs_neighbours);
        Self { all, changes }
    }
}

impl Before {
    #[inline(always)]
    fn remember(&mut self, digits: u64, smalls: u64, capitals: u64, needs_neighbours: bool) {
        let all = digits | smalls | capitals;
        let last = if needs_neighbours {
            1 << 63
        } else if all == 0 {
            return;
        } else {
            1 << all.ilog2()
        };
        let is = |kind: u64| u64::from(kind & last != 0);
        *self = Self { digit: is(digits), small: is(smalls), capital: is(capitals) };
    }
}

/// Where one of the `count` bytes from `first` on stands.
#[inline(always)]
fn within(rows: [u8x16; 4], first: u8, count: u8) -> u64 {
    let (first, last) = (u8x16::splat(first), u8x16::splat(count - 1));
    let [a, b, c, d] = rows;
    let (a, b, c, d) = (a - first, b - first, c - first, d - first);
    bits(a.min(last).cmp_eq(a))
        | bits(b.min(last).cmp_eq(b)) << 16
        | bits(c.min(last).cmp_eq(c)) << 32
        | bits(d.min(last).cmp_eq(d)) << 48
}

#[inline(always)]
fn bits(row: u8x16) -> u64 {
    u64::from(row.move_mask().cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The classes of letters and digits.
    fn class(byte: u8) -> Option<u8> {
        match byte {
            b'0'..=b'9' => Some(b'0'),
            b'a'..=b'z' => Some(b'a'),
            b'A'..=b'Z' => Some(b'A'),
            _ => None,
        }
    }

    /// What stands where, found a byte at a time: `.` for no letter, `x` for one, `X` for a change.
    fn plainly(text: &[u8], needs_neighbours: bool) -> String {
        let mut last = None;
        let mark = |byte: &u8| {
            let this = class(*byte);
            let is_change = match (last, this) {
                (Some(before), Some(this)) => before != this && (before, this) != (b'A', b'a'),
                _ => false,
            };
            if this.is_some() || needs_neighbours {
                last = this;
            }
            if is_change {
                'X'
            } else if this.is_some() {
                'x'
            } else {
                '.'
            }
        };
        text.iter().map(mark).collect()
    }

    /// The same as the masks tell it.
    fn by_masks(text: &[u8], needs_neighbours: bool) -> String {
        let mut before = Before::default();
        let mut out = String::new();
        for part in text.chunks(BLOCK) {
            let mut block = [0; BLOCK];
            block[..part.len()].copy_from_slice(part);
            let letters = Letters::read(&block, &mut before, needs_neighbours);
            out.extend((0..part.len()).map(|at| match (letters.all >> at & 1, letters.changes >> at & 1) {
                (1, 1) => 'X',
                (1, 0) => 'x',
                _ => '.',
            }));
        }
        out
    }

    proptest! {
        #[test]
        fn masks_tell_what_a_look_at_each_byte_tells(
            text in prop::collection::vec(prop::sample::select(b"aazAZ059-\"{@[`/:\x00\xff".to_vec()), 0..300),
        ) {
            for needs_neighbours in [true, false] {
                prop_assert_eq!(by_masks(&text, needs_neighbours), plainly(&text, needs_neighbours));
            }
        }
    }
}
