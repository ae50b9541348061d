// SPDX-License-Identifier: GPL-3.0-or-later

/// Names for rooms that are easy to say and that nobody guesses by accident: 64 x 64 x 64 of them.
enum RoomSuggestion {
    private static let qualities = [
        "amber", "azure", "bold", "brave", "bright", "calm", "cheerful", "clear", "clever", "cosy", "crisp", "curious",
        "dapper", "daring", "deep", "dusty", "eager", "early", "easy", "fair", "fancy", "fond", "fresh", "gentle",
        "glad", "golden", "grand", "green", "happy", "hazel", "honest", "humble", "jolly", "keen", "kind", "lively",
        "lucky", "mellow", "merry", "mild", "misty", "modest", "noble", "olive", "plain", "polite", "proud", "quick",
        "quiet", "rapid", "ruby", "sandy", "sharp", "shiny", "silver", "smooth", "snowy", "steady", "sunny", "swift",
        "tidy", "violet", "warm", "witty",
    ]
    private static let creatures = [
        "badger", "beaver", "bison", "bream", "camel", "carp", "crane", "crow", "deer", "dove", "eagle", "egret",
        "falcon", "ferret", "finch", "fox", "gecko", "goose", "grebe", "hare", "hawk", "hen", "heron", "horse", "ibis",
        "jay", "kite", "koala", "lark", "lemur", "llama", "lynx", "magpie", "marten", "mole", "moose", "newt", "ocelot",
        "orca", "osprey", "otter", "owl", "panda", "perch", "pigeon", "pike", "plover", "puffin", "quail", "rabbit",
        "raven", "robin", "rook", "salmon", "seal", "shrew", "snipe", "stork", "swan", "tapir", "tern", "trout",
        "turtle", "wren",
    ]
    private static let places = [
        "alley", "bay", "beach", "bridge", "brook", "canal", "canyon", "castle", "cave", "cliff", "coast", "corner",
        "cove", "creek", "dale", "delta", "dune", "farm", "fen", "field", "fjord", "ford", "forest", "fort", "garden",
        "glen", "grove", "gulf", "harbour", "heath", "hill", "hollow", "island", "isle", "lagoon", "lake", "lane",
        "marsh", "meadow", "mill", "moor", "oasis", "orchard", "park", "path", "peak", "pier", "plain", "pond", "port",
        "quay", "reef", "ridge", "river", "shore", "square", "street", "summit", "terrace", "tower", "valley",
        "village", "wharf", "wood",
    ]

    /// Puts three words together.
    static func make(using generator: inout some RandomNumberGenerator) -> String {
        [qualities, creatures, places]
            .compactMap { $0.randomElement(using: &generator) }
            .joined(separator: "-")
    }
}
