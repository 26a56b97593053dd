/// The sources of the corpus: the folders below its root.
public enum DemoSource: String, Sendable, Hashable, CaseIterable {
  case jobs, impressions, clicks

  /// Keeps the random numbers of the sources apart.
  var salt: UInt64 {
    switch self {
    case .jobs: 0x6A6F_6273
    case .impressions: 0x696D_7072
    case .clicks: 0x636C_6963
    }
  }
}
