//! How Chinese characters are read, so that 张三 is found by `zhang`, `san`, `zhangsan` and `zs`.

use std::collections::HashSet;
use std::sync::LazyLock;

use pinyin::ToPinyinMulti;

/// The characters of which a syllable is the reading of one.
const IDEOGRAPHS: std::ops::RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';
/// Letters of the longest syllable: zhuang, shuang, chuang.
const LONGEST_SYLLABLE: usize = 6;
/// How many ways to take letters apart are tried: xian is 先 and 西安.
const MOST_SPLITS: usize = 8;

/// All syllables that are the reading of a character.
static SYLLABLES: LazyLock<HashSet<String>> = LazyLock::new(|| IDEOGRAPHS.flat_map(readings).collect());

/// The readings of a character without their tones, each once; none of what is no Chinese character. `ü` is written `v`; sounds
/// without a vowel (哼 as `hng`) are no names and left out.
pub fn readings(character: char) -> Vec<String> {
    let mut readings = Vec::new();
    for reading in character.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain().replace('ü', "v");
        if plain.contains(['a', 'e', 'i', 'o', 'u', 'v']) && !readings.contains(&plain) {
            readings.push(plain);
        }
    }
    readings
}

/// The letters with which the readings of a character begin, each once.
pub fn initials(character: char) -> Vec<char> {
    let mut initials: Vec<char> = readings(character).iter().filter_map(|reading| reading.chars().next()).collect();
    initials.sort_unstable();
    initials.dedup();
    initials
}

/// The ways in which lower-case letters can be taken apart into syllables; at most eight.
pub fn splits(letters: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![(Vec::new(), letters)];
    while let Some((syllables, rest)) = open.pop() {
        if found.len() == MOST_SPLITS {
            break;
        }
        if rest.is_empty() {
            found.push(syllables);
            continue;
        }
        // The longest first, which is what is mostly meant.
        for length in 1..=LONGEST_SYLLABLE {
            if let Some((syllable, rest)) = rest.split_at_checked(length)
                && SYLLABLES.contains(syllable)
            {
                let mut longer = syllables.clone();
                longer.push(syllable.to_owned());
                open.push((longer, rest));
            }
        }
    }
    found
}

/// Whether neighbouring characters of a name are read so, one syllable each.
pub fn is_read(name: &str, syllables: &[String]) -> bool {
    has_run(name, syllables, |character, syllable| readings(character).contains(syllable))
}

/// Whether the readings of neighbouring characters of a name begin with these letters.
pub fn begins_with(name: &str, letters: &[char]) -> bool {
    has_run(name, letters, |character, letter| initials(character).contains(letter))
}

fn has_run<T>(name: &str, run: &[T], is: impl Fn(char, &T) -> bool) -> bool {
    let characters: Vec<char> = name.chars().collect();
    let matches = |window: &[char]| window.iter().zip(run).all(|(character, asked)| is(*character, asked));
    !run.is_empty() && characters.windows(run.len()).any(matches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_has_all_its_readings_without_tones() {
        assert_eq!(readings('张'), ["zhang"]);
        assert!(readings('曾').contains(&"zeng".to_owned()) && readings('曾').contains(&"ceng".to_owned()));
        assert_eq!(readings('吕'), ["lv"]);
        assert!(readings('a').is_empty() && readings('ア').is_empty());
    }

    #[test]
    fn letters_are_taken_apart_in_every_way_the_longest_syllables_first() {
        assert_eq!(splits("zhangsan"), [["zhang", "san"]]);
        assert_eq!(splits("xian"), [vec!["xian"], vec!["xi", "an"]]);
        assert!(splits("smith").is_empty());
        assert!(splits(&"xian".repeat(20)).len() <= MOST_SPLITS);
    }

    #[test]
    fn neighbouring_characters_are_read_one_syllable_each() {
        let syllables = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(is_read("欧阳张三", &syllables("zhang san")));
        assert!(!is_read("张小三", &syllables("zhang san")));
        assert!(begins_with("张三丰", &['s', 'f']) && !begins_with("张三丰", &['z', 'f']));
    }
}
