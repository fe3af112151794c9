//! How satisfied customers say they are: the net promoter score (NPS) and the share of satisfied ones (CSAT).

/// The highest answer to "would you recommend us?"; the lowest is 0.
pub const HIGHEST_RECOMMENDATION: u8 = 10;
/// The highest rating of a service; the lowest is 1.
pub const HIGHEST_RATING: u8 = 5;
/// From here on somebody who answers promotes.
pub const PROMOTER: u8 = 9;
/// Up to here somebody who answers detracts.
pub const DETRACTOR: u8 = 6;
/// From here on a rating counts as satisfied.
pub const SATISFIED: u8 = 4;

/// Whether somebody who answers so promotes, 1, or detracts, -1, or does neither, 0.
pub fn promotes(answer: u8) -> i8 {
    match answer {
        PROMOTER.. => 1,
        ..=DETRACTOR => -1,
        _ => 0,
    }
}

/// Answers to "would you recommend us?", from 0 to 10, counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Recommendations {
    /// Answers of 9 and 10.
    pub promoters: u64,
    /// Answers of 7 and 8.
    pub passives: u64,
    /// Answers of 0 to 6.
    pub detractors: u64,
}

/// A net promoter score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetPromoterScore {
    /// The share of promoters less that of detractors, in points from -100 to 100.
    pub points: f64,
    /// How far the score of so few answers strays by chance, in points.
    pub standard_error: f64,
}

impl Recommendations {
    /// Counts an answer.
    pub fn add(&mut self, answer: u8) {
        let kind = match promotes(answer) {
            1 => &mut self.promoters,
            -1 => &mut self.detractors,
            _ => &mut self.passives,
        };
        *kind += 1;
    }

    /// The net promoter score; none without answers.
    pub fn score(&self) -> Option<NetPromoterScore> {
        let answers = (self.promoters + self.passives + self.detractors) as f64;
        if answers == 0.0 {
            return None;
        }
        let (promoters, detractors) = (self.promoters as f64 / answers, self.detractors as f64 / answers);
        let net = promoters - detractors;
        let variance = (promoters + detractors - net * net).max(0.0);
        Some(NetPromoterScore { points: 100.0 * net, standard_error: 100.0 * (variance / answers).sqrt() })
    }
}

impl Extend<u8> for Recommendations {
    fn extend<I: IntoIterator<Item = u8>>(&mut self, answers: I) {
        answers.into_iter().for_each(|answer| self.add(answer));
    }
}

/// Ratings of a service, from 1 to 5, counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Ratings {
    /// How many there are.
    pub count: u64,
    /// Those of 4 and 5.
    pub satisfied: u64,
    /// Their sum.
    pub sum: u64,
}

impl Ratings {
    /// Counts a rating.
    pub fn add(&mut self, rating: u8) {
        self.count += 1;
        self.satisfied += u64::from(rating >= SATISFIED);
        self.sum += u64::from(rating);
    }

    /// The share of satisfied customers (CSAT), in percent; none without ratings.
    pub fn satisfied_percent(&self) -> Option<f64> {
        (self.count > 0).then(|| 100.0 * self.satisfied as f64 / self.count as f64)
    }

    /// The mean rating; none without ratings.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }
}

impl Extend<u8> for Ratings {
    fn extend<I: IntoIterator<Item = u8>>(&mut self, ratings: I) {
        ratings.into_iter().for_each(|rating| self.add(rating));
    }
}
