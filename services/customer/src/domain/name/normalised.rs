//! The form of a name in which two spellings of it are equal.

use unicode_normalization::UnicodeNormalization;

/// What ends a company's name and says only of what legal form it is, as words of a script with spaces. Forms that are
/// also common words or syllables of names (AS, SE, SpA) are left out.
const LEGAL_WORDS: [&str; 38] = [
    "ab",
    "ag",
    "aps",
    "bhd",
    "bv",
    "co",
    "coltd",
    "company",
    "corp",
    "corporation",
    "cv",
    "de",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "kgaa",
    "kk",
    "limited",
    "llc",
    "llp",
    "ltd",
    "ltda",
    "nv",
    "ohg",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "pvt",
    "sa",
    "sab",
    "sarl",
    "sas",
    "sdn",
    "sl",
    "srl",
];

/// The same for names without spaces.
const LEGAL_ENDINGS: [&str; 14] = [
    "有限责任公司",
    "有限公司",
    "总公司",
    "公司",
    "股份",
    "集团",
    "特殊普通合伙",
    "普通合伙",
    "有限合伙",
    "合伙企业",
    "株式会社",
    "有限会社",
    "合同会社",
    "주식회사",
];

/// The ending of a branch, which is another than its company.
const BRANCH_ENDING: &str = "分公司";

/// Legal forms that also stand in front.
const LEGAL_BEGINNINGS: [&str; 4] = ["株式会社", "有限会社", "合同会社", "주식회사"];

/// A name as it is compared: full-width characters narrowed (NFKC), accents dropped, traditional characters simplified, in lower case, letters and digits
/// only. What stands in brackets is kept without them, for it tells companies of one group apart: 阿里巴巴(中国)有限公司
/// becomes 阿里巴巴中国有限公司.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NormalisedName {
    /// The whole name.
    pub full: String,
    /// The name without its legal form, such as 有限公司 or Ltd; the whole name if it is nothing else.
    pub stem: String,
}

impl NormalisedName {
    /// Normalises a name; of a name that has no letter or digit its visible characters are kept.
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        let mut words: Vec<String> =
            folded.split(separates).map(letters_and_digits).filter(|w| !w.is_empty()).collect();
        let mut full = joined(&words);
        if full.is_empty() {
            full = folded.split_whitespace().collect();
        }
        drop_legal_form(&mut words);
        let stem = if words.is_empty() { full.clone() } else { joined(&words) };
        Self { full, stem }
    }
}

/// The whole name as it is compared.
pub fn normalise(text: &str) -> String {
    NormalisedName::of(text).full
}

/// The pairs of neighbouring characters of a normalised name, each once, in the order of the name; of a name of one
/// character the character itself.
pub fn bigrams(normalised: &str) -> Vec<String> {
    let chars: Vec<char> = normalised.chars().collect();
    let size = chars.len().min(2);
    let mut grams = Vec::new();
    if size > 0 {
        for pair in chars.windows(size) {
            let gram: String = pair.iter().collect();
            if !grams.contains(&gram) {
                grams.push(gram);
            }
        }
    }
    grams
}

fn fold(text: &str) -> String {
    let is_accent = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    let folded: String = text.nfkd().filter(|c| !is_accent(c)).nfc().flat_map(char::to_lowercase).collect();
    fast2s::convert(&folded)
}

/// Full stops and apostrophes join the letters beside them: S.A. is one word.
fn separates(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’')
}

fn letters_and_digits(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Words without what stood between them; marks that come to stand side by side take their order (NFC).
fn joined(words: &[String]) -> String {
    words.iter().flat_map(|word| word.chars()).nfc().collect()
}

fn drop_legal_form(words: &mut Vec<String>) {
    if let Some(first) = words.first_mut()
        && let Some(rest) = LEGAL_BEGINNINGS.iter().find_map(|form| first.strip_prefix(form))
    {
        *first = rest.to_owned();
    }
    while let Some(last) = words.last_mut() {
        if LEGAL_WORDS.contains(&last.as_str()) || last.is_empty() {
            words.pop();
        } else if last.ends_with(BRANCH_ENDING) {
            break;
        } else if let Some(rest) = LEGAL_ENDINGS.iter().find_map(|form| last.strip_suffix(form)) {
            *last = rest.to_owned();
        } else {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stem(text: &str) -> String {
        NormalisedName::of(text).stem
    }

    #[test]
    fn spellings_of_one_name_are_equal() {
        assert_eq!(normalise("阿里巴巴（中国）有限公司"), "阿里巴巴中国有限公司");
        assert_eq!(normalise("阿里巴巴 [中国] 有限公司"), "阿里巴巴中国有限公司");
        assert_eq!(normalise("ＡＢＣ　Ｌｔｄ．"), normalise("abc ltd"));
        assert_eq!(normalise("Ana Trujillo Emparedados y helados"), "anatrujilloemparedadosyhelados");
        assert_eq!(normalise("Antonio Moreno Taquería"), normalise("ANTONIO MORENO TAQUERIA"));
        assert_eq!(normalise("阿凡提·买买提"), "阿凡提买买提");
        assert_eq!(normalise("張學友"), normalise("张学友"));
        assert_eq!(normalise("臺灣積體電路"), normalise("台湾积体电路"));
        assert_eq!(normalise("★ ☆"), "★☆");
    }

    #[test]
    fn the_legal_form_comes_off_the_stem() {
        for (name, expected) in [
            ("宁波德昌电机股份有限公司", "宁波德昌电机"),
            ("鲁西化工集团股份有限公司", "鲁西化工"),
            ("青岛海尔(集团)有限责任公司", "青岛海尔"),
            ("立信会计师事务所(特殊普通合伙)", "立信会计师事务所"),
            ("Around the Horn Co., Ltd.", "aroundthehorn"),
            ("Embraer - Empresa Brasileira de Aeronáutica S.A.", "embraerempresabrasileiradeaeronautica"),
            ("Bayer AG", "bayer"),
            ("Müller GmbH & Co. KG", "muller"),
            ("Cemex, S.A.B. de C.V.", "cemex"),
            ("株式会社トヨタ", "トヨタ"),
            ("Texaco", "texaco"),
            ("中国石油天然气总公司", "中国石油天然气"),
            ("平安银行股份有限公司北京分公司", "平安银行股份有限公司北京分公司"),
            ("集团", "集团"),
            ("Limited", "limited"),
        ] {
            assert_eq!(stem(name), expected, "{name}");
        }
    }

    #[test]
    fn bigrams_are_the_pairs_of_a_name_and_the_single_character_of_a_short_one() {
        assert_eq!(bigrams("阿里巴巴"), ["阿里", "里巴", "巴巴"]);
        assert_eq!(bigrams("aaaa"), ["aa"]);
        assert_eq!(bigrams("李"), ["李"]);
        assert!(bigrams("").is_empty());
    }

    #[test]
    fn marks_that_a_bracket_kept_apart_take_their_order() {
        let once = normalise("\u{5e9}\u{5c1}[\u{16ff0}");
        assert_eq!(normalise(&once), once);
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in any::<String>()) {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn the_stem_is_a_part_of_the_name(text in "[a-zA-Z .,公司有限集团()]{0,20}") {
            let name = NormalisedName::of(&text);
            prop_assert!(name.full.contains(&name.stem));
        }
    }
}
