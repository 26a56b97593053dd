/// Finds what somebody meant to write.
public enum Suggestion {
  /// The candidate nearest to `text`, if it is near enough to be a slip of the fingers.
  public static func nearest(to text: String, among candidates: [String]) -> String? {
    let typed = Array(text.lowercased())
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let wanted = Array(candidate.lowercased())
      let distance = distance(typed, wanted)
      let allowed = max(1, max(typed.count, wanted.count) / 3)
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two texts (optimal string alignment).
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in 0..<b.count {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }

  /// `did you mean …?`, or else all that can be written.
  static func remedy(for text: String, among candidates: [String], what: String) -> String {
    if let near = nearest(to: text, among: candidates) { return "did you mean `\(near)`?" }
    return "\(what): \(candidates.joined(separator: ", "))"
  }
}
