import Wire

/// Rules that count people.
extension Rule {
    static let people: [Rule] = [stakeholderShare, mandatesApproved, officialsShare, councilSize, seatApproved]

    /// 利益相关方代表占比, at least (OX-2.3g, XZ-8.2c). A head counts once in n (requirements 2.6, A3).
    static let stakeholderShare = Rule(name: "stakeholderShare", reads: [.participants]) { arguments throws(Malformed) in
        let share = try arguments.share("atLeast")
        return { facts in
            let heads = facts.participants
            let numbers = [Verdict.Count("stakeholders", heads.stakeholders), Verdict.Count("all", heads.all)]
            if share.isReached(by: heads.stakeholders, of: heads.all) { return .met(numbers) }
            var added = 1
            while added < 10_000, !share.isReached(by: heads.stakeholders + added, of: heads.all + added) { added += 1 }
            return .unmet(numbers, .addStakeholders(added, orReplace: max(0, share.least(of: heads.all) - heads.stakeholders)))
        }
    }

    /// The council has approved every stakeholders' representative on the list (XZ-8.2b).
    static let mandatesApproved = Rule(name: "mandatesApproved", reads: [.mandates]) { _ in
        { facts in
            let numbers = [Verdict.Count("unapproved", facts.unapprovedMandates)]
            return facts.unapprovedMandates == 0 ? .met(numbers) : .unmet(numbers, .state(.mandatesApproved))
        }
    }

    /// 公职人员 in the council, at most (XZ-8.1d).
    static let officialsShare = Rule(name: "officialsShare", reads: [.council]) { arguments throws(Malformed) in
        let share = try arguments.share("atMost")
        return { facts in
            let heads = facts.council
            let numbers = [Verdict.Count("officials", heads.officials), Verdict.Count("all", heads.all)]
            if share.isKept(by: heads.officials, of: heads.all) { return .met(numbers) }
            var added = 1
            while added < 10_000, !share.isKept(by: heads.officials, of: heads.all + added) { added += 1 }
            return .unmet(numbers, .removeOfficials(heads.officials - share.most(of: heads.all), orAdd: added))
        }
    }

    /// Seats of the standing council (XZ-8.1c; never of a session, requirements A1).
    static let councilSize = Rule(name: "councilSize", reads: [.council]) { arguments throws(Malformed) in
        let least = try arguments.integer("from")
        let most = try arguments.integer("to")
        return { facts in
            let numbers = [Verdict.Count("seats", facts.council.all), Verdict.Count("least", least), Verdict.Count("most", most)]
            return (least...max(least, most)).contains(facts.council.all)
                ? .met(numbers) : .unmet(numbers, .keepWithin(least: least, most: most))
        }
    }

    /// No seat before the party organisation of the same level has passed it (XZ-8.1b, XZ-G3.1b).
    static let seatApproved = flag("seatApproved", reads: .seats, remedy: .take("CS-2")) { $0.seatIsApproved }
}
