// SPDX-License-Identifier: GPL-3.0-or-later

extension WordLanguage {
    /// Its order is the protocol's: data/web/words.js has the same.
    static let englishWords = list(
        """
        able acid acorn acre actor adapt adopt adult advice aerial afford again agent agree ahead album alert
        algae alibi alien align alley allow alloy almond aloe alone alpha alpine also altar amber amble amend
        amount ample anchor animal ankle annual answer antler anvil apart apex apple april apron arable arcade
        arch arctic arena argue arid armor aroma arrow artist ascend aside aspen aster atlas atom attic auburn
        audio august aunt autumn avenue avid awake award aware axis axle azure bacon badger bagel bakery ballad
        ballet ballot bamboo banana band banjo bank banner barber barge bark barley barn barrel base basic basil
        basin basket bass baton bazaar beacon bead beak beam bean beard beast become beef beetle before begin
        behind beige bell belong belt bench bend beret beside best better beyond bike bingo birch bird birth
        bishop bison bite bitter black blade blaze blend bless blimp blink block blond bloom blouse blue bluff
        blunt blush boat bobcat body boil bolt bonnet bonus book boom boost boot border borrow botany bottle
        bottom bounce bound bowler braid brain branch brand brass brave breeze brick bride bridge brief bright
        bring brisk broad bronze brook broom brown brush bubble bucket buckle budget bugle build bulb bulk bull
        bumble bunch bundle bunker burger burrow bush busy butter button buyer buzz cabin cable cactus cadet cafe
        cage cake calf call calm camel camera camp canal canary candle candy cane canoe canvas canyon cape carbon
        card cargo carol carpet carrot carry cart carve case cashew castle catch cattle cause cave cedar celery
        cello cement census center cereal chain chair chalk chance change chant chapel charge charm chart chase
        chat check cheek cheese chef cherry chess chew chief child chili chin chip chirp chisel choice choose
        chorus chrome chunk cider cinema circle circus citrus city civil claim clam clap clasp class clay clean
        clear clerk clever cliff climb cling clinic clip cloak clock close cloth cloud clover clown club clue
        coach coast coat cobalt cobra cocoa code coffee coil coin cold collar collie color colt column comb
        comedy comet comic common cone conga cookie cool copper copy coral cork corner cosmic cost cotton couch
        cougar cough couple court cousin cover coyote cozy crab cradle craft crane crater crawl crayon cream
        create credit crest crew crisp crocus crop cross crouch crowd crown crumb crunch crust cube cuckoo cuff
        curb curl curry curve custom cyan cycle cymbal daily daisy damp dance daring dark dart dash data date
        dawn dazzle deal decade decent deck deep degree deliver delta demand denim dense dentist depart depend
        depth deputy derby design desk detail detect develop dial diamond dice dictate diesel diet differ digest
        digit dime diner dingo dinner direct dish disk diver divide dock doctor dolphin dome domino donate donor
        door dose double dove down dozen draft dragon drama drawer dream dress drift drill drink driver drop drum
        duck duet dune dusk dust duty dwarf dynamo each eager eagle early earn earth easel east easy echo eclipse
        edge editor educate effort eight elastic elbow elder elect elegant eleven embark ember emblem emerald
        emotion emperor employ empty enamel encore endless energy engine enjoy enlarge enough enrich enter entire
        entry equal equator erase errand escape essay estate eternal ethics evening event ever exact example
        exceed excite exhale exhibit exit exotic expand expert explain explore export express extend extra fabric
        face factory fade faint fairy faith falcon fall fame family famous fancy farmer fashion fast father
        faucet favor fawn feast feather feature federal feed feel fence fern ferret ferry fertile fetch fiber
        fiction fiddle field fifty figure filter final finch find fine finger finish fire firm first fish fist
        five flag flame flannel flash flask flat flavor flax fleet flight flint float flock flood floor florist
        flow fluffy flute foal foam focus foil fold folk follow food foot force forest forget fork form fortune
        forty forum fossil foster found fragile frame freeze freight fresh friday fridge friend fringe frog front
        frost fruit fudge fuel full funny furnace fuse future gadget gain galaxy gale gallery gallon game gander
        garage garden garlic garnet gather gauge gazelle gear gecko general genius gentle genuine gerbil gesture
        geyser giant gift giggle ginger giraffe give glacier glad glance glass gleam glide glimpse glitter globe
        gloomy glory glove glow glue goal goat goblet golden golf gondola good goose gopher gorge gossip govern
        gown grab grace grade grain grammar grand granite grape graph grass gravel gravy gray graze green greet
        griddle grill grin grip grocer groove ground group grove grow guard guava guess guest guide guitar gulf
        gull gust habit half halibut halo hammer hammock hamster handle handy hangar happen happy harbor harmony
        harness harp harvest hatch haven hawk hazel head healthy heap hearth heather heaven heavy hedge height
        helium hello helmet help herald herb herd heron herring hickory hidden high hike hill hinge hint hippo
        history hive hobby hockey hold hollow holly home honest honey hood hoof hook hope horizon hornet hose
        host hotel hound house hover huge human humble humor hundred hungry hunt hurry husky hyena hymn icicle
        icon ideal igloo iguana image imagine impact import impress improve inch include income index indigo
        indoor infant inform inhale inlet inner input insect inside inspire instant intend invent invest invite
        iris iron island item ivory jacket jackpot jade jaguar january jasmine javelin jazz jeans jelly jersey
        jewel jigsaw jockey join joke jolly journal journey judge judo juggle juice july jumbo jump june jungle
        junior jury just kale karate kayak keen keep kelp kennel ketchup kettle kick kilo kilt kimono kind
        kingdom kiosk kiss kitchen kite kitten kiwi kneel knife knit knob knock koala label labor lace ladder
        lady lagoon lake lamb lamp land lane lantern laptop large lark laser last late laugh launch laundry
        laurel lava lawn lawyer layer leader leaf lean learn leather leave lecture left legal legend lemon lend
        length lens lentil leopard lesson letter lettuce level lever liberty library license life lift light
        lilac lily limb lime limit linen linger lion liquid listen liter live lizard llama load loaf lobby
        lobster local lock locust lodge loft logic long look loom loop lotus loud lounge love loyal lucky luggage
        lumber lunar lunch lute luxury lynx lyric macaw machine magic magma magnet magpie major make mallet
        mammal mammoth manage mango manner mansion mantle manual maple marble march margin marina market maroon
        marry marsh mask mason master match matter maximum mayor meadow meal measure medium mellow melody melon
        melt member memory mend mental mention menu mercury merit mermaid merry mesh message meteor method metric
        middle mild mile milk million mimic mind mineral minimum mink minnow mint miracle mirror mission mitten
        mixture mobile model modern modest module mole moment monday money monitor monk month moon moral mosaic
        moss motel mother motion motor mouse mouth move movie muffin mural museum music muslin mustard mutual
        myself mystery myth nail name napkin narrow nation native nature near neat neck nectar needle neon nephew
        nerve nest nettle network neutral never news newt next nice nickel niece nimble ninety noble noise nomad
        noodle noon normal north nose note notice nougat novel number nurse nutmeg nylon oasis oath oatmeal obey
        object oblong oboe observe obtain occur ocean octave october octopus odor offer office often olive omelet
        omit once onion online only onyx opal open opera opinion oppose option orange orbit orchard orchid order
        oregano organ orient origin oriole osprey ostrich other otter ounce outdoor outer outfit oval oven
        overall owner oxygen oyster ozone pacific package paddle page paint palace palm pancake panda panel
        panther papaya paper paprika parade parcel pardon parent parka parrot parsley partner party passage pasta
        pastel pastry patch path patio patrol pattern peach peacock peanut pearl pebble pecan pelican pencil
        penguin people pepper perch perfect perfume period permit person phone photo phrase piano pickle picnic
        picture pigeon pilgrim pillow pilot pinch pine pink pint pioneer pipe pitch pivot pizza place plaid
        planet plank plant plaster plastic plate play plaza please plenty plot plow plug plume plural plus pocket
        poem poet point polar polish polite polka pond pony pool poplar popular porch portal porter portion
        potato pottery pouch pound powder power prairie praise prawn prefer prepare present press pretty pretzel
        price primary prince print prism private prize problem produce program promise proof proper protect proud
        prove provide public pudding puddle puffin pull pulse puma pumpkin punch pupil puppet puppy pure purple
        purse push puzzle pyramid python quail quaint quality quarter quartz queen quick quilt quince quit quiz
        quota quote raccoon race rack radar radiant radio radish raft rail rainbow raisin rake rally ramp ranch
        random ranger rare rather rattle raven ravine reach ready real reason recall receipt recent recipe record
        recover reduce reef reflect reform refuge region regular relax relay release relief rely remain remark
        remedy remind remote remove render renew rent repair repeat reply report rescue reserve resist resort
        respect rest result retire return reunion reveal review reward rhino rhubarb rhyme rhythm ribbon rice
        rich riddle ride ridge ripple rise river roast robe robin robot rocket rodeo romance roof room rooster
        rope rotate rough round royal rubber ruby rudder ruler rumble runner rural rush rust sack safari safe
        saffron saga sailor saint salad salary salmon salon salsa salt salute same sample sardine satin saucer
        sauna sausage save savor scale scallop scarf scenic school science scoop scooter score scout scratch
        screen screw script scroll seal search season seat second secret section seed seek seldom select senate
        send senior sense sequel series serve service sesame session settle seven shade shadow shake shallow
        shape share shark sharp shawl shed sheep sheet shelf shell shelter shield shift shine ship shirt shock
        shoe shop shore shout shovel shower shrimp shrine shrub shrug shuffle shuttle sibling side sienna signal
        silence silk silver similar simple since singer single siren sister size skate sketch skill skin skirt
        slate sled sleep sleeve slender slice slide slipper slope slow smart smile smoke smooth snack snail snake
        snap sneaker snow soap soccer social sock soda sofa soft soil solar soldier solid solo solve someone
        sonar song soon sort sound soup south space spade spaniel spark sparrow speak special speed spell sphere
        spice spider spinach spiral spirit splash spoon sport spot spray spread spring sprout spruce square
        squash squid stable stadium staff stage stamp stand staple start state station statue stay steam steep
        stem step stereo stew stick still stir stitch stock stone stool stop storage store storm story stove
        straw stream street stretch stride string strip stroll strong student studio study stump style submit
        subway success sudden suede sugar suggest suit summer summit sunday sunny sunset super supply support
        sure surface survey swallow swamp swan swap sweater swift swim swing switch sword symbol syrup system
        tablet tadpole tailor talent talk tall tango tank tape target tart task taste teach teapot tell temper
        temple tender tennis tent term terrace test text thank theater theme theory thermal thick thimble thing
        think third thirsty thirty thistle thorn thread three thrill thrive throat throw thrush thumb thunder
        ticket tidy tiger tile timber tiny tissue title toast today toffee token tomato tone tongue tonight tool
        tooth topaz topic torch tornado total totem toucan touch tough tourist toward towel tower town track
        tractor trade traffic trail train trap travel tray treat tree trek trend trial tribe trick trim trio trip
        triumph trolley trophy trout truck true trumpet trunk trust truth tuba tube tuesday tulip tumble tuna
        tundra tune tunnel turban turbine turkey turnip turtle tutor tuxedo twelve twenty twice twig twin twist
        type typical ultra uncle under unfold unicorn uniform union unique unity unlock until unusual upgrade
        upon upper upright upset urban urgent useful usher usual utmost vacant vacuum valid valley value valve
        vanilla vapor variety various vast vault vector velvet vendor venture venue verb verify verse version
        very vessel veteran viaduct video view village vinegar vintage viola violet violin viper virtue visa
        visible vision visitor vital vitamin vivid vocal voice volcano volume vote voucher vowel voyage vulture
        wafer waffle wagon walk wallet walnut walrus waltz wander want warm wash watch water wave wealth weave
        wedding welcome well west whale wharf wheat wheel whisker whisper whistle white whole wide width wild
        willow window wine wing wink winner winter wire wisdom wise wish wizard wolf woman wombat wonder wool
        word work world worth wrap wreath wren wrist yacht yard yarn year yeast yellow yogurt yolk young youth
        zebra zenith zero zigzag zinc zipper zodiac zone zoom
        """
    )
}
