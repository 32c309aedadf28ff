import Procedure

/// Which machine a step belongs to, by its prefix. The prefixes are those of requirements section 2, and of ours for section 2.4.
public enum Machines {
    public static func name(of step: StepID) -> String {
        switch step.text.prefix(2) {
        case "SG": "suggestion"
        case "TP": "topic"
        case "MT": "meeting"
        case "FL": "filing"
        case "CS": "seat"
        case "SM": "mandate"
        case "CD": "delegation"
        case "PL": "poll"
        case "PN": "notice"
        default: "other"
        }
    }
}
