//! In: up to 64 bytes of JSON text, and what the bytes before them leave open. Out: [`Block`], which tells as bit masks
//! where strings begin and end, where brackets, commas and colons stand, and where other words do.
//!
//! The method is that of simdjson (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019,
//! <https://arxiv.org/abs/1902.08318>): sixteen bytes are compared at once, and strings are found by arithmetic on the
//! masks. The grammar is not looked at here.

#![expect(
    clippy::inline_always,
    reason = "a call costs several times what is done in it, and builds for size leave them as calls"
)]

use wide::u8x16;

/// How many bytes make a block.
pub(super) const SIZE: usize = 64;

/// What a block leaves open for the next one.
#[derive(Clone, Copy, Default)]
pub(super) struct Open {
    /// All bits where the next byte stands in a string, none where it does not.
    string: u64,
    /// 1 where the next byte is escaped by a backslash.
    escaped: u64,
}

/// What stands where, a bit for each byte, the first byte's lowest.
#[derive(Clone, Copy, Default)]
pub(super) struct Block {
    /// Quotation marks that open or close a string.
    pub quotes: u64,
    /// Brackets, commas and colons outside of strings.
    pub signs: u64,
    /// Whatever else stands outside of strings, but for white space: numbers, words and what is no JSON.
    pub words: u64,
    /// Ends of lines outside of strings.
    pub lines: u64,
}

impl Block {
    /// Reads `bytes`. Nothing is to be told of a block that stands in a string from its first to its last byte.
    #[inline]
    pub fn read(bytes: &[u8; SIZE], open: &mut Open) -> Option<Self> {
        let lanes = Lanes::new(bytes);
        let (quotes, backslashes) = if open.string != 0 {
            // Nearly all bytes of a recording stand in strings, and most blocks have neither in them.
            if !lanes.has_either(b'"', b'\\') {
                open.escaped = 0;
                return None;
            }
            (lanes.equal(b'"'), lanes.equal(b'\\'))
        } else {
            (lanes.equal(b'"'), lanes.equal(b'\\'))
        };
        let quotes = quotes & !escaped(backslashes, &mut open.escaped);
        if quotes == 0 && open.string != 0 {
            return None;
        }
        // From an opening mark to the byte before the closing one.
        let strings = parity(quotes) ^ open.string;
        open.string = 0_u64.wrapping_sub(strings >> 63);
        let outside = !(strings | quotes);
        let lines = lanes.equal(b'\n') & outside;
        let space = lanes.equal(b' ') | lanes.equal(b'\n') | lanes.equal(b'\r') | lanes.equal(b'\t');
        // A brace and the bracket of its side differ in the bit of 32 alone.
        let folded = lanes.folded();
        let signs = (folded.equal(b'{') | folded.equal(b'}') | lanes.equal(b',') | lanes.equal(b':')) & outside;
        Some(Self { quotes, signs, words: outside & !signs & !space, lines })
    }

    /// As [`Block::read`], of fewer bytes than make a block.
    pub fn read_part(part: &[u8], open: &mut Open) -> Option<Self> {
        let mut bytes = [b' '; SIZE];
        bytes[..part.len()].copy_from_slice(part);
        let was_escaped = open.escaped == 1;
        let block = Self::read(&bytes, open);
        // What escapes the first byte of the next block escapes the first blank here.
        let row = part.iter().rev().take_while(|byte| **byte == b'\\').count();
        let row = if row == part.len() && was_escaped { row - 1 } else { row };
        open.escaped = u64::from(row % 2 == 1);
        block
    }
}

/// The bytes that a backslash before them escapes.
#[inline]
fn escaped(backslashes: u64, carry: &mut u64) -> u64 {
    if backslashes == 0 {
        return std::mem::take(carry);
    }
    // A backslash that is escaped itself escapes nothing; in a row of them, every other one is.
    let backslashes = backslashes & !*carry;
    let follows = backslashes << 1 | *carry;
    let (odd_rows, over) = (backslashes & !follows & ODD).overflowing_add(backslashes);
    *carry = u64::from(over);
    (!ODD ^ (odd_rows << 1)) & follows
}

/// Every other bit, from the second on.
const ODD: u64 = 0xaaaa_aaaa_aaaa_aaaa;

/// For each bit, whether the number of bits set up to it is odd.
#[inline]
fn parity(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// A block as four rows of sixteen bytes. The rows are written out, for loops over them are left as calls where size counts.
#[derive(Clone, Copy)]
struct Lanes(u8x16, u8x16, u8x16, u8x16);

impl Lanes {
    #[inline(always)]
    fn new(bytes: &[u8; SIZE]) -> Self {
        let (rows, _) = bytes.as_chunks::<16>();
        Self(u8x16::from(rows[0]), u8x16::from(rows[1]), u8x16::from(rows[2]), u8x16::from(rows[3]))
    }

    /// Where `byte` stands.
    #[inline(always)]
    fn equal(self, byte: u8) -> u64 {
        let byte = u8x16::splat(byte);
        let Self(a, b, c, d) = self;
        bits(a.cmp_eq(byte)) | bits(b.cmp_eq(byte)) << 16 | bits(c.cmp_eq(byte)) << 32 | bits(d.cmp_eq(byte)) << 48
    }

    /// The bytes with the bit of 32 set.
    #[inline(always)]
    fn folded(self) -> Self {
        let bit = u8x16::splat(0x20);
        let Self(a, b, c, d) = self;
        Self(a | bit, b | bit, c | bit, d | bit)
    }

    #[inline(always)]
    fn has_either(self, one: u8, other: u8) -> bool {
        let (one, other) = (u8x16::splat(one), u8x16::splat(other));
        let Self(a, b, c, d) = self;
        let ones = a.cmp_eq(one) | b.cmp_eq(one) | c.cmp_eq(one) | d.cmp_eq(one);
        let others = a.cmp_eq(other) | b.cmp_eq(other) | c.cmp_eq(other) | d.cmp_eq(other);
        (ones | others).move_mask() != 0
    }
}

#[inline(always)]
fn bits(row: u8x16) -> u64 {
    u64::from(row.move_mask().cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The classes of `text`, a letter for a byte, found a byte at a time.
    fn plainly(text: &[u8]) -> String {
        let (mut in_string, mut escaped) = (false, false);
        let class = |byte: &u8| {
            if in_string {
                let is_end = *byte == b'"' && !escaped;
                escaped = *byte == b'\\' && !escaped;
                in_string = !is_end;
                return if is_end { 'q' } else { '.' };
            }
            match byte {
                b'"' => {
                    in_string = true;
                    'q'
                }
                b'{' | b'}' | b'[' | b']' | b',' | b':' => 's',
                b'\n' => 'l',
                b' ' | b'\r' | b'\t' => '.',
                _ => 'w',
            }
        };
        text.iter().map(class).collect()
    }

    fn in_blocks(text: &[u8]) -> String {
        let mut open = Open::default();
        let mut found = String::new();
        for chunk in text.chunks_exact(SIZE) {
            let block = Block::read(chunk.try_into().expect("a block"), &mut open).unwrap_or_default();
            found.extend((0..SIZE).map(|at| {
                let has = |mask: u64| mask >> at & 1 == 1;
                match () {
                    () if has(block.quotes) => 'q',
                    () if has(block.signs) => 's',
                    () if has(block.lines) => 'l',
                    () if has(block.words) => 'w',
                    () => '.',
                }
            }));
        }
        found
    }

    #[test]
    fn blocks_say_what_a_walk_by_bytes_says() {
        const LETTERS: &[u8] = b"\"\"\"\\\\\\{}[],: \n\r\tax1;[\x1b\xff";
        let mut state = 1_u64;
        for round in 0..2_000 {
            let mut text = Vec::new();
            while text.len() < 4 * SIZE {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let letter = LETTERS[(state >> 40) as usize % LETTERS.len()];
                text.resize(text.len() + (state >> 60) as usize * (round % 7), letter);
                text.push(letter);
            }
            text.truncate(4 * SIZE);
            // Outside of strings a backslash escapes nothing, and stands in no JSON: both walks may differ behind it.
            let walked = plainly(&text);
            let end = text.iter().zip(walked.bytes()).position(|(byte, class)| *byte == b'\\' && class == b'w');
            let end = end.unwrap_or(text.len());
            assert_eq!(in_blocks(&text)[..end], walked[..end], "{}", text.escape_ascii());
        }
    }
}
