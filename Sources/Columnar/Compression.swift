import CArrow

/// How the pages of a part are compressed.
public enum Compression: String, Sendable, Hashable, CaseIterable, Codable {
  case snappy, zstd, none

  var codec: CArrowCodec {
    switch self {
    case .snappy: CARROW_CODEC_SNAPPY
    case .zstd: CARROW_CODEC_ZSTD
    case .none: CARROW_CODEC_NONE
    }
  }
}
