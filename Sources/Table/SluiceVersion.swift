/// The version of Sluice, which `sluice --version` and the log of every table name.
public enum SluiceVersion {
  public static let text = "0.1.0"
}
