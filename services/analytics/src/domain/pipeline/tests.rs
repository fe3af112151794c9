use super::*;

/// Stages with the customers in them, moves, and the endings of a tenant's beginning.
fn known(customers: &[(&str, i64)], moves: &[(&str, &str, i64)]) -> Known {
    Known {
        customers: customers.iter().map(|(stage, count)| ((*stage).to_owned(), *count)).collect(),
        moves: moves.iter().map(|(from, to, count)| (((*from).to_owned(), (*to).to_owned()), *count)).collect(),
        endings: BTreeMap::from([("customer".to_owned(), Ending::Won), ("lost".to_owned(), Ending::Lost)]),
    }
}

fn outlook(pipeline: &Pipeline, stage: &str) -> Result<Outlook, i64> {
    pipeline.stages.iter().find(|known| known.stage == stage).unwrap().outlook
}

#[track_caller]
fn assert_near(wins: Wins, expected: [f64; 3]) {
    let Wins { expected: middle, low, high } = wins;
    for (one, other) in [low, middle, high].into_iter().zip(expected) {
        assert!((one - other).abs() < 1e-3, "{wins:?} is not {expected:?}");
    }
}

#[test]
fn a_share_goes_through_all_stages_and_its_interval_knows_from_how_few_moves_it_is() {
    let moves = [
        ("potential", "intent", 60),
        ("potential", "lost", 40),
        ("intent", "customer", 30),
        ("intent", "lost", 30),
        // What was won or lost already says nothing.
        ("customer", "lost", 500),
        ("lost", "potential", 500),
    ];
    let customers = [("potential", 10), ("intent", 20), ("customer", 7), ("lost", 9)];
    let pipeline = foresee(&known(&customers, &moves));
    let stages: Vec<_> = pipeline.stages.iter().map(|stage| (stage.stage.as_str(), stage.moves)).collect();
    assert_eq!(stages, [("intent", 60), ("potential", 100)]);
    let (intent, potential) = (outlook(&pipeline, "intent").unwrap(), outlook(&pipeline, "potential").unwrap());
    assert!((intent.share - 0.5).abs() < 1e-12 && (potential.share - 0.3).abs() < 1e-12);
    // 20 * 0.25 + 20^2 * 0.25 / 60 = 6.6667 and 10 * 0.21 + 10^2 * (0.06 / 100 + 0.6^2 * 0.25 / 60) = 2.31
    assert_near(intent.wins, [6.691, 10.0, 13.309]);
    assert_near(potential.wins, [1.052, 3.0, 4.948]);
    // Both rest on the same moves: 5 + 2.1 + 10^2 * 0.06 / 100 + (20 + 6)^2 * 0.25 / 60 = 9.97667
    assert_near(pipeline.total, [8.952, 13.0, 17.048]);
}

#[test]
fn who_goes_back_has_another_chance() {
    let moves = [
        ("potential", "intent", 10),
        ("intent", "potential", 10),
        ("intent", "customer", 10),
        ("potential", "lost", 10),
    ];
    let pipeline = foresee(&known(&[("potential", 1), ("intent", 1)], &moves));
    // a = (1 + b) / 2 of intent and b = a / 2 of potential.
    assert!((outlook(&pipeline, "intent").unwrap().share - 2.0 / 3.0).abs() < 1e-12);
    assert!((outlook(&pipeline, "potential").unwrap().share - 1.0 / 3.0).abs() < 1e-12);
}

#[test]
fn what_too_few_moves_say_is_told_with_how_many_are_missing() {
    let moves = [
        ("potential", "customer", 7),
        ("intent", "customer", 20),
        // Nobody came out of the trial yet.
        ("offer", "trial", 50),
        ("offer", "lost", 50),
        // Round and round, without an end.
        ("called", "visited", 50),
        ("visited", "called", 50),
    ];
    let customers = ["potential", "intent", "offer", "trial", "called", "new"].map(|stage| (stage, 4));
    let pipeline = foresee(&known(&customers, &moves));
    let missing = |stage| outlook(&pipeline, stage).err();
    assert_eq!(
        ["potential", "intent", "offer", "trial", "called", "new"].map(missing),
        [Some(3), None, Some(1), Some(10), Some(1), Some(10)]
    );
    assert_near(pipeline.total, [4.0, 4.0, 4.0]);
}

#[test]
fn nobody_under_way_is_nobody_won() {
    let pipeline = foresee(&known(&[("customer", 3)], &[]));
    assert_eq!(pipeline, Pipeline { stages: Vec::new(), total: Wins::default() });
}
