//! How a flow is drawn: which of its exchanges, and in which lanes its credentials go.

use crate::{
    finding,
    lanes::{self, Joint, Row},
    report::{Finding, Link, LinkStart},
    rows::{Rows, Source},
};
use proptest::prelude::*;
use std::sync::Arc;

/// A flow of `count` exchanges in which the token that #`from` issued is sent in each of `to`.
fn flow(count: usize, ways: &[(u32, &[u32])]) -> Vec<Arc<Finding>> {
    let mut flow: Vec<_> = (1..=count).map(|number| finding(number, number * 1000, false)).collect();
    for (from, to) in ways {
        for number in *to {
            flow[*number as usize - 1].links.push(Link {
                from: *from,
                start: LinkStart::Issued,
                credential: "refresh token".to_owned(),
                fingerprint: format!("EXAMPLE{from}"),
                is_altered: false,
            });
        }
    }
    flow.into_iter().map(Arc::new).collect()
}

#[test]
fn a_short_flow_is_drawn_whole_and_a_long_one_folded() {
    let short = flow(9, &[]);
    assert_eq!(lanes::rows(&short, 1, false), (0..9).map(Row::Step).collect::<Vec<_>>());
    let long = flow(100, &[(40, &[70])]);
    let rows = lanes::rows(&long, 70, false);
    let steps: Vec<_> = rows.iter().filter_map(|row| if let Row::Step(at) = row { Some(*at) } else { None }).collect();
    // The first and the last, what is around the selected one, and where its token comes from.
    assert_eq!(steps, [0, 39, 66, 67, 68, 69, 70, 71, 99]);
    let folded: usize = rows.iter().map(|row| if let Row::Fold(folded) = row { folded.len() } else { 0 }).sum();
    assert_eq!(folded + steps.len(), 100);
    assert_eq!(lanes::rows(&long, 70, true).len(), 100);
    assert!(lanes::rows(&flow(10_000, &[]), 5_000, true).len() < 300);
}

#[test]
fn a_flow_is_found_near_its_beginning_and_near_the_selected_one() {
    let mut rows = Rows::default();
    rows.apply(Source::Recorded, 0, (1..=5_000).map(|number| finding(number, number, false)).collect());
    let numbers = |around| rows.flow(1, around).iter().map(|finding| finding.number).collect::<Vec<_>>();
    assert_eq!(numbers(3).len(), 1_002);
    let far = numbers(4_000);
    assert!(far.contains(&1) && far.contains(&4_000) && !far.contains(&2_000) && far.is_sorted());
    assert_eq!(rows.flow(2, 3), []);
}

#[test]
fn a_failure_that_is_far_off_is_not_folded() {
    let mut long = flow(50, &[]);
    long[30] = Arc::new(finding(31, 31_000, true));
    assert!(lanes::rows(&long, 1, false).contains(&Row::Step(30)));
}

proptest! {
    /// However credentials go, no two lanes meet, and each drawn lane leads from its first exchange to every exchange that is drawn
    /// and sends it.
    #[test]
    fn lanes_do_not_meet(count in 2usize..40, ways in prop::collection::vec((1u32..40, prop::collection::btree_set(2u32..40, 1..4)), 0..12), selected in 1u32..40) {
        let mut seen = std::collections::BTreeSet::new();
        let ways: Vec<(u32, Vec<u32>)> = ways.into_iter()
            .map(|(from, to)| (from, to.into_iter().filter(|number| *number > from && (*number as usize) <= count).collect::<Vec<_>>()))
            .filter(|(from, to)| !to.is_empty() && seen.insert(*from))
            .collect();
        let ways: Vec<(u32, &[u32])> = ways.iter().map(|(from, to)| (*from, to.as_slice())).collect();
        let members = flow(count, &ways);
        let rows = lanes::rows(&members, selected, false);
        let lanes = lanes::lanes(&members, &rows);
        prop_assert_eq!(lanes.len(), ways.len());
        for (at, row) in rows.iter().enumerate() {
            let pieces = lanes::pieces(&lanes, &rows, at);
            let mut columns: Vec<_> = pieces.iter().map(|piece| lanes[piece.lane].column).collect();
            columns.sort();
            columns.dedup();
            prop_assert_eq!(columns.len(), pieces.len(), "two lanes share a column");
            for (index, lane) in lanes.iter().enumerate().filter(|(_, lane)| lane.column.is_some()) {
                let Row::Step(position) = row else { continue };
                let piece = pieces.iter().find(|piece| piece.lane == index);
                let sends = lane.stops.iter().any(|(stop, _)| stop == position);
                prop_assert_eq!(piece.is_some_and(|piece| piece.joint == Some(Joint::Arrives)), sends);
                prop_assert_eq!(piece.is_some_and(|piece| piece.joint == Some(Joint::Leaves)), lane.from == *position);
                prop_assert!(piece.is_none_or(|piece| piece.joint != Some(Joint::Arrives) || piece.above));
            }
        }
    }
}
