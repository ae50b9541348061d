// SPDX-License-Identifier: GPL-3.0-or-later

extension RoomSuggestion.Words {
    /// English.
    static let english = Self(
        qualities: [
            "amber", "azure", "bold", "brave", "bright", "calm", "cheerful", "clear", "clever", "cosy", "crisp",
            "curious",
            "dapper", "daring", "deep", "dusty", "eager", "early", "easy", "fair", "fancy", "fond", "fresh", "gentle",
            "glad", "golden", "grand", "green", "happy", "hazel", "honest", "humble", "jolly", "keen", "kind", "lively",
            "lucky", "mellow", "merry", "mild", "misty", "modest", "noble", "olive", "plain", "polite", "proud",
            "quick",
            "quiet", "rapid", "ruby", "sandy", "sharp", "shiny", "silver", "smooth", "snowy", "steady", "sunny",
            "swift",
            "tidy", "violet", "warm", "witty",
        ],
        creatures: [
            "badger", "beaver", "bison", "bream", "camel", "carp", "crane", "crow", "deer", "dove", "eagle", "egret",
            "falcon", "ferret", "finch", "fox", "gecko", "goose", "grebe", "hare", "hawk", "hen", "heron", "horse",
            "ibis",
            "jay", "kite", "koala", "lark", "lemur", "llama", "lynx", "magpie", "marten", "mole", "moose", "newt",
            "ocelot",
            "orca", "osprey", "otter", "owl", "panda", "perch", "pigeon", "pike", "plover", "puffin", "quail", "rabbit",
            "raven", "robin", "rook", "salmon", "seal", "shrew", "snipe", "stork", "swan", "tapir", "tern", "trout",
            "turtle", "wren",
        ],
        places: [
            "alley", "bay", "beach", "bridge", "brook", "canal", "canyon", "castle", "cave", "cliff", "coast", "corner",
            "cove", "creek", "dale", "delta", "dune", "farm", "fen", "field", "fjord", "ford", "forest", "fort",
            "garden",
            "glen", "grove", "gulf", "harbour", "heath", "hill", "hollow", "island", "isle", "lagoon", "lake", "lane",
            "marsh", "meadow", "mill", "moor", "oasis", "orchard", "park", "path", "peak", "pier", "plain", "pond",
            "port",
            "quay", "reef", "ridge", "river", "shore", "square", "street", "summit", "terrace", "tower", "valley",
            "village", "wharf", "wood",
        ]
    )

    /// Korean, in the order in which Korean says it as well.
    static let korean = Self(
        qualities: [
            "가벼운", "강한", "고운", "고요한", "귀한", "귀여운", "기쁜", "기특한", "깊은", "깨끗한", "넉넉한", "넓은", "높은", "느긋한", "다정한", "단단한",
            "달콤한", "당당한", "대담한", "둥근", "따뜻한", "똑똑한", "맑은", "멋진", "명랑한", "밝은", "바른", "반가운", "반듯한", "부드러운", "부지런한", "붉은",
            "빛나는", "빠른", "산뜻한", "상냥한", "새로운", "새파란", "선선한", "소박한", "수줍은", "순한", "슬기로운", "시원한", "신나는", "싱싱한", "씩씩한",
            "아늑한",
            "알뜰한", "예쁜", "오붓한", "용감한", "유쾌한", "은은한", "잔잔한", "젊은", "정다운", "즐거운", "차분한", "착한", "친절한", "푸른", "포근한", "환한",
        ],
        creatures: [
            "가재", "강아지", "개구리", "거북이", "고니", "고라니", "고래", "고양이", "곰", "기러기", "기린", "까마귀", "까치", "꽃게", "꾀꼬리", "나비", "낙타",
            "너구리", "노루", "다람쥐", "달팽이", "당나귀", "독수리", "돌고래", "두견새", "두더지", "두루미", "딱새", "망아지", "매", "메뚜기", "물개", "물범",
            "반딧불이", "백로", "병아리", "부엉이", "비둘기", "뻐꾸기", "사슴", "산양", "새우", "소라", "송아지", "수달", "알파카", "양", "여우", "연어", "염소",
            "오리", "오소리", "올빼미", "원앙", "잉어", "잠자리", "제비", "종달새", "참새", "청설모", "코끼리", "토끼", "펭귄", "해달",
        ],
        places: [
            "강가", "개울", "계곡", "고개", "고을", "골목", "공원", "과수원", "광장", "교실", "구름", "굴뚝", "기슭", "길목", "나루", "나무", "냇가", "논길",
            "누각", "다락", "다리", "대문", "돌담", "동굴", "동네", "동산", "들판", "등대", "뜰", "마당", "마루", "마을", "목장", "물가", "바다", "바위",
            "밭길", "벌판", "벼랑", "부두", "사랑방", "산길", "섬", "성곽", "솔밭", "숲", "시내", "시장", "언덕", "연못", "오두막", "온천", "우물", "은하수",
            "정원", "정자", "징검다리", "초원", "폭포", "항구", "해변", "호수", "화원", "휴양림",
        ]
    )
}
