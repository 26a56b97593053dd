/// Key paths compared byte by byte. Swift's own string equality is canonical equivalence, which takes `é` and `e` with an accent
/// behind it for one key: JSON has them as two.
extension [String] {
  func isSamePath(as other: [String]) -> Bool { count == other.count && isPath(below: other) }

  /// Whether `other` leads to this path's value or to an object around it.
  func isPath(below other: [String]) -> Bool {
    count >= other.count && zip(self, other).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }
}
