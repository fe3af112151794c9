//! How satisfied customers say they are: what counts for the net promoter score (NPS) and for the share of satisfied ones (CSAT).

/// From here on somebody who answers "would you recommend us?", from 0 to 10, promotes.
pub const PROMOTER: u8 = 9;
/// Up to here somebody who answers detracts.
pub const DETRACTOR: u8 = 6;
/// From here on a rating, from 1 to 5, counts as satisfied.
pub const SATISFIED: u8 = 4;

/// Whether somebody who answers so promotes, 1, or detracts, -1, or does neither, 0.
pub fn promotes(answer: u8) -> i8 {
    match answer {
        PROMOTER.. => 1,
        ..=DETRACTOR => -1,
        _ => 0,
    }
}
