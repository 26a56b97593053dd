/// The words and sentence patterns of one language, as written down: ``Vocabulary`` makes bytes of them.
///
/// All text stands as it will stand between the quotes of a JSON string, so `"` is written `\"`.
struct LanguageText {
  /// As in the record's `language`.
  var code: String
  /// Word lists by the letter that stands for them in a pattern, words separated by spaces; `_` is a space in a word.
  ///
  /// In a pattern `{n}` stands for a word of the list `n`, `{#}` for a number and `{*}` for an invented name.
  var words: [Character: String]
  var titles: [String]
  var headings: [String]
  var sentences: [String]
  /// What stands in bullet lists.
  var items: [String]
  /// The text of the link that closes a description.
  var calls: [String]
}
