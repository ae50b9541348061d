// SPDX-License-Identifier: GPL-3.0-or-later
// The words that people read out to each other; the app has the same, in the same order.
export const WORDS = {
  en: `
able acid acorn acre actor adapt adopt adult advice aerial afford again agent agree ahead album alert algae alibi
alien align alley allow alloy almond aloe alone alpha alpine also altar amber amble amend amount ample anchor
animal ankle annual answer antler anvil apart apex apple april apron arable arcade arch arctic arena argue arid
armor aroma arrow artist ascend aside aspen aster atlas atom attic auburn audio august aunt autumn avenue avid
awake award aware axis axle azure bacon badger bagel bakery ballad ballet ballot bamboo banana band banjo bank
banner barber barge bark barley barn barrel base basic basil basin basket bass baton bazaar beacon bead beak beam
bean beard beast become beef beetle before begin behind beige bell belong belt bench bend beret beside best better
beyond bike bingo birch bird birth bishop bison bite bitter black blade blaze blend bless blimp blink block blond
bloom blouse blue bluff blunt blush boat bobcat body boil bolt bonnet bonus book boom boost boot border borrow
botany bottle bottom bounce bound bowler braid brain branch brand brass brave breeze brick bride bridge brief
bright bring brisk broad bronze brook broom brown brush bubble bucket buckle budget bugle build bulb bulk bull
bumble bunch bundle bunker burger burrow bush busy butter button buyer buzz cabin cable cactus cadet cafe cage cake
calf call calm camel camera camp canal canary candle candy cane canoe canvas canyon cape carbon card cargo carol
carpet carrot carry cart carve case cashew castle catch cattle cause cave cedar celery cello cement census center
cereal chain chair chalk chance change chant chapel charge charm chart chase chat check cheek cheese chef cherry
chess chew chief child chili chin chip chirp chisel choice choose chorus chrome chunk cider cinema circle circus
citrus city civil claim clam clap clasp class clay clean clear clerk clever cliff climb cling clinic clip cloak
clock close cloth cloud clover clown club clue coach coast coat cobalt cobra cocoa code coffee coil coin cold
collar collie color colt column comb comedy comet comic common cone conga cookie cool copper copy coral cork corner
cosmic cost cotton couch cougar cough couple court cousin cover coyote cozy crab cradle craft crane crater crawl
crayon cream create credit crest crew crisp crocus crop cross crouch crowd crown crumb crunch crust cube cuckoo
cuff curb curl curry curve custom cyan cycle cymbal daily daisy damp dance daring dark dart dash data date dawn
dazzle deal decade decent deck deep degree deliver delta demand denim dense dentist depart depend depth deputy
derby design desk detail detect develop dial diamond dice dictate diesel diet differ digest digit dime diner dingo
dinner direct dish disk diver divide dock doctor dolphin dome domino donate donor door dose double dove down dozen
draft dragon drama drawer dream dress drift drill drink driver drop drum duck duet dune dusk dust duty dwarf dynamo
each eager eagle early earn earth easel east easy echo eclipse edge editor educate effort eight elastic elbow elder
elect elegant eleven embark ember emblem emerald emotion emperor employ empty enamel encore endless energy engine
enjoy enlarge enough enrich enter entire entry equal equator erase errand escape essay estate eternal ethics
evening event ever exact example exceed excite exhale exhibit exit exotic expand expert explain explore export
express extend extra fabric face factory fade faint fairy faith falcon fall fame family famous fancy farmer fashion
fast father faucet favor fawn feast feather feature federal feed feel fence fern ferret ferry fertile fetch fiber
fiction fiddle field fifty figure filter final finch find fine finger finish fire firm first fish fist five flag
flame flannel flash flask flat flavor flax fleet flight flint float flock flood floor florist flow fluffy flute
foal foam focus foil fold folk follow food foot force forest forget fork form fortune forty forum fossil foster
found fragile frame freeze freight fresh friday fridge friend fringe frog front frost fruit fudge fuel full funny
furnace fuse future gadget gain galaxy gale gallery gallon game gander garage garden garlic garnet gather gauge
gazelle gear gecko general genius gentle genuine gerbil gesture geyser giant gift giggle ginger giraffe give
glacier glad glance glass gleam glide glimpse glitter globe gloomy glory glove glow glue goal goat goblet golden
golf gondola good goose gopher gorge gossip govern gown grab grace grade grain grammar grand granite grape graph
grass gravel gravy gray graze green greet griddle grill grin grip grocer groove ground group grove grow guard guava
guess guest guide guitar gulf gull gust habit half halibut halo hammer hammock hamster handle handy hangar happen
happy harbor harmony harness harp harvest hatch haven hawk hazel head healthy heap hearth heather heaven heavy
hedge height helium hello helmet help herald herb herd heron herring hickory hidden high hike hill hinge hint hippo
history hive hobby hockey hold hollow holly home honest honey hood hoof hook hope horizon hornet hose host hotel
hound house hover huge human humble humor hundred hungry hunt hurry husky hyena hymn icicle icon ideal igloo iguana
image imagine impact import impress improve inch include income index indigo indoor infant inform inhale inlet
inner input insect inside inspire instant intend invent invest invite iris iron island item ivory jacket jackpot
jade jaguar january jasmine javelin jazz jeans jelly jersey jewel jigsaw jockey join joke jolly journal journey
judge judo juggle juice july jumbo jump june jungle junior jury just kale karate kayak keen keep kelp kennel
ketchup kettle kick kilo kilt kimono kind kingdom kiosk kiss kitchen kite kitten kiwi kneel knife knit knob knock
koala label labor lace ladder lady lagoon lake lamb lamp land lane lantern laptop large lark laser last late laugh
launch laundry laurel lava lawn lawyer layer leader leaf lean learn leather leave lecture left legal legend lemon
lend length lens lentil leopard lesson letter lettuce level lever liberty library license life lift light lilac
lily limb lime limit linen linger lion liquid listen liter live lizard llama load loaf lobby lobster local lock
locust lodge loft logic long look loom loop lotus loud lounge love loyal lucky luggage lumber lunar lunch lute
luxury lynx lyric macaw machine magic magma magnet magpie major make mallet mammal mammoth manage mango manner
mansion mantle manual maple marble march margin marina market maroon marry marsh mask mason master match matter
maximum mayor meadow meal measure medium mellow melody melon melt member memory mend mental mention menu mercury
merit mermaid merry mesh message meteor method metric middle mild mile milk million mimic mind mineral minimum mink
minnow mint miracle mirror mission mitten mixture mobile model modern modest module mole moment monday money
monitor monk month moon moral mosaic moss motel mother motion motor mouse mouth move movie muffin mural museum
music muslin mustard mutual myself mystery myth nail name napkin narrow nation native nature near neat neck nectar
needle neon nephew nerve nest nettle network neutral never news newt next nice nickel niece nimble ninety noble
noise nomad noodle noon normal north nose note notice nougat novel number nurse nutmeg nylon oasis oath oatmeal
obey object oblong oboe observe obtain occur ocean octave october octopus odor offer office often olive omelet omit
once onion online only onyx opal open opera opinion oppose option orange orbit orchard orchid order oregano organ
orient origin oriole osprey ostrich other otter ounce outdoor outer outfit oval oven overall owner oxygen oyster
ozone pacific package paddle page paint palace palm pancake panda panel panther papaya paper paprika parade parcel
pardon parent parka parrot parsley partner party passage pasta pastel pastry patch path patio patrol pattern peach
peacock peanut pearl pebble pecan pelican pencil penguin people pepper perch perfect perfume period permit person
phone photo phrase piano pickle picnic picture pigeon pilgrim pillow pilot pinch pine pink pint pioneer pipe pitch
pivot pizza place plaid planet plank plant plaster plastic plate play plaza please plenty plot plow plug plume
plural plus pocket poem poet point polar polish polite polka pond pony pool poplar popular porch portal porter
portion potato pottery pouch pound powder power prairie praise prawn prefer prepare present press pretty pretzel
price primary prince print prism private prize problem produce program promise proof proper protect proud prove
provide public pudding puddle puffin pull pulse puma pumpkin punch pupil puppet puppy pure purple purse push puzzle
pyramid python quail quaint quality quarter quartz queen quick quilt quince quit quiz quota quote raccoon race rack
radar radiant radio radish raft rail rainbow raisin rake rally ramp ranch random ranger rare rather rattle raven
ravine reach ready real reason recall receipt recent recipe record recover reduce reef reflect reform refuge region
regular relax relay release relief rely remain remark remedy remind remote remove render renew rent repair repeat
reply report rescue reserve resist resort respect rest result retire return reunion reveal review reward rhino
rhubarb rhyme rhythm ribbon rice rich riddle ride ridge ripple rise river roast robe robin robot rocket rodeo
romance roof room rooster rope rotate rough round royal rubber ruby rudder ruler rumble runner rural rush rust sack
safari safe saffron saga sailor saint salad salary salmon salon salsa salt salute same sample sardine satin saucer
sauna sausage save savor scale scallop scarf scenic school science scoop scooter score scout scratch screen screw
script scroll seal search season seat second secret section seed seek seldom select senate send senior sense sequel
series serve service sesame session settle seven shade shadow shake shallow shape share shark sharp shawl shed
sheep sheet shelf shell shelter shield shift shine ship shirt shock shoe shop shore shout shovel shower shrimp
shrine shrub shrug shuffle shuttle sibling side sienna signal silence silk silver similar simple since singer
single siren sister size skate sketch skill skin skirt slate sled sleep sleeve slender slice slide slipper slope
slow smart smile smoke smooth snack snail snake snap sneaker snow soap soccer social sock soda sofa soft soil solar
soldier solid solo solve someone sonar song soon sort sound soup south space spade spaniel spark sparrow speak
special speed spell sphere spice spider spinach spiral spirit splash spoon sport spot spray spread spring sprout
spruce square squash squid stable stadium staff stage stamp stand staple start state station statue stay steam
steep stem step stereo stew stick still stir stitch stock stone stool stop storage store storm story stove straw
stream street stretch stride string strip stroll strong student studio study stump style submit subway success
sudden suede sugar suggest suit summer summit sunday sunny sunset super supply support sure surface survey swallow
swamp swan swap sweater swift swim swing switch sword symbol syrup system tablet tadpole tailor talent talk tall
tango tank tape target tart task taste teach teapot tell temper temple tender tennis tent term terrace test text
thank theater theme theory thermal thick thimble thing think third thirsty thirty thistle thorn thread three thrill
thrive throat throw thrush thumb thunder ticket tidy tiger tile timber tiny tissue title toast today toffee token
tomato tone tongue tonight tool tooth topaz topic torch tornado total totem toucan touch tough tourist toward towel
tower town track tractor trade traffic trail train trap travel tray treat tree trek trend trial tribe trick trim
trio trip triumph trolley trophy trout truck true trumpet trunk trust truth tuba tube tuesday tulip tumble tuna
tundra tune tunnel turban turbine turkey turnip turtle tutor tuxedo twelve twenty twice twig twin twist type
typical ultra uncle under unfold unicorn uniform union unique unity unlock until unusual upgrade upon upper upright
upset urban urgent useful usher usual utmost vacant vacuum valid valley value valve vanilla vapor variety various
vast vault vector velvet vendor venture venue verb verify verse version very vessel veteran viaduct video view
village vinegar vintage viola violet violin viper virtue visa visible vision visitor vital vitamin vivid vocal
voice volcano volume vote voucher vowel voyage vulture wafer waffle wagon walk wallet walnut walrus waltz wander
want warm wash watch water wave wealth weave wedding welcome well west whale wharf wheat wheel whisker whisper
whistle white whole wide width wild willow window wine wing wink winner winter wire wisdom wise wish wizard wolf
woman wombat wonder wool word work world worth wrap wreath wren wrist yacht yard yarn year yeast yellow yogurt yolk
young youth zebra zenith zero zigzag zinc zipper zodiac zone zoom
`.trim().split(/\s+/),
  ko: `
가구 가글 가나다 가락 가람 가랑비 가랑잎 가로등 가루 가르침 가리비 가마솥 가면 가물치 가방 가사 가슴 가야금 가오리 가요 가위 가을 가이드 가정 가죽 가치 각도 각오 간식 간장 간판 갈고리 갈매기 갈비
갈색 감각 감동 감사 감상 감자 감초 강가 강낭콩 강당 강물 강변 강산 강아지 강철 개구리 개나리 개미 개발 개선 개성 개울 개척 개학 객석 갯벌 거리 거미 거북 거실 거위 거인 거품 건강 건물 건반 건설
건전지 걸음 검사 검정 게시판 게임 겨울 겨자 격려 견과 견학 결실 경계 경기 경력 경례 경로 경영 경쟁 경제 경치 경험 계곡 계기 계단 계산 계약 계절 계획 고개 고객 고구마 고궁 고도 고드름 고등어 고래
고리 고모 고무 고백 고사리 고양이 고요 고운말 고원 고을 고음 고전 고추 고향 곡괭이 곡선 곡식 골목 골짜기 곰돌이 곱슬 공간 공감 공구 공기 공놀이 공룡 공방 공사 공연 공원 공작 공장 공주 공항 과거
과일 과자 과정 과제 과학 관객 관계 관광 관심 관악기 관찰 광고 광대 광산 광장 광주리 교과서 교문 교실 교육 교장 교통 교환 구경 구름 구멍 구슬 구역 구이 구조 국가 국경 국물 국민 국밥 국보 국수
국어 국자 국화 군악대 굴뚝 굴레 궁전 궁중 귀걸이 귀리 귀중품 균형 귤나무 그네 그늘 그래프 그릇 그리움 그림 극장 근육 글씨 글자 금강산 금관 금메달 금붕어 기관 기구 기념 기대 기둥 기록 기름 기린
기쁨 기사 기상 기술 기억 기온 기와 기차 기타 기회 긴장 길가 길이 길잡이 김밥 김장 깃발 깃털 까마귀 까치 깍두기 깡통 깨달음 꼬리 꼭대기 꽃가루 꽃게 꽃길 꽃다발 꽃밭 꽃병 꽃사슴 꽈배기 꾀꼬리 꾸러미
꿀물 꿀벌 꿈나라 나그네 나눔 나라 나루터 나룻배 나막신 나무 나물 나방 나비 나이테 나침반 나팔 낙엽 낙원 낙지 낙타 난간 난방 난초 날개 날짜 남극 남동생 남쪽 낭만 낮잠 내년 내용 내일 냄비 냉면
냉장고 너구리 너울 넉살 널뛰기 넓이 넝쿨 넥타이 노란색 노래 노력 노을 녹두 녹말 녹색 녹음 녹차 논두렁 논설 농구 농담 농부 농사 농악 농업 농원 높이 누나 누룽지 누에 눈금 눈길 눈꽃 눈높이 눈보라
눈사람 눈송이 눈썰매 눈썹 눈웃음 느낌 능력 늦가을 늦잠 다락방 다람쥐 다리미 다발 다슬기 다시마 다짐 단감 단골 단군 단맛 단무지 단비 단소 단어 단오 단원 단위 단짝 단추 단층 단팥죽 달걀 달력 달리기
달무리 달빛 달성 달팽이 담벼락 담쟁이 답장 당구 당근 당나귀 당번 당부 당첨 대궐 대금 대나무 대답 대문 대본 대사관 대상 대양 대장간 대지 대추 대파 대표 대학 대합실 댓글 더덕 더위 덕담 덤불 덩굴
데이트 도감 도끼 도넛 도덕 도라지 도로 도롱뇽 도마뱀 도미 도서관 도시 도움 도자기 도장 도전 도착 도토리 도화지 독립 독사진 독서 독수리 독창 돈가스 돋보기 돌다리 돌담 돌멩이 돌잔치 돌탑 동굴 동네
동료 동물 동백 동산 동상 동생 동시 동아리 동요 동지 동쪽 동치미 동해 동화 돛단배 된장 두꺼비 두레박 두루미 두부 두유 둘레 둥굴레 둥지 뒤뜰 뒷모습 드라마 드럼 들국화 들기름 들깨 들꽃 들녘 들판 등교
등대 등불 등산 등잔 딱지 딸기 땅굴 땅콩 떡국 떡볶이 떡잎 뚜껑 뚝배기 뜀틀 라디오 라면 라벤더 라일락 라임 램프 레몬 레슬링 로봇 로켓 롤러 루비 리듬 리본 리코더 마감 마늘 마당 마라톤 마루 마룻대
마름모 마무리 마법 마음 마이크 마중 마차 마찰 마천루 마침표 막국수 막대 만년설 만년필 만두 만세 만화 말굽 말놀이 말씀 말투 망고 망원경 망치 맞춤 매듭 매미 매점 매화 맥박 맨발 맷돌 머그잔 머루
머리띠 머리핀 머릿결 먹구름 먹물 먼바다 멍석 메기 메뉴 메뚜기 메밀 메아리 메추리 멜로디 멜론 면담 면적 면허 멸치 명곡 명랑 명령 명상 명소 명언 명작 명절 명찰 모과 모국어 모기장 모내기 모닥불 모래
모범 모습 모시 모양 모음 모임 모자 모집 모퉁이 모포 모험 목걸이 목격 목도리 목련 목마 목소리 목수 목욕 목장 목재 목적 목차 몸무게 몸짓 묘목 묘미 무궁화 무늬 무대 무료 무리 무명실 무역 무용 무지개
무화과 묵은지 문고리 문단 문답 문방구 문법 문서 문어 문의 문자 문제 문지기 문패 문학 문화 물감 물개 물결 물길 물놀이 물동이 물떼새 물망초 물방울 물병 물소 물안개 물안경 물오리 물음표 물줄기 물컵
물통 물풀 미래 미로 미리내 미소 미술 미역 미장원 미풍 민들레 민물 민속 민요 민족 믿음 밀가루 밀감 밀물 밀짚 바가지 바구니 바늘 바다 바닥 바닷가 바둑 바람 바위 바지 바코드 바퀴 바탕 박람회 박사
박수 박자 박쥐 반가움 반달 반딧불 반사 반점 반죽 반지 반찬 반창고 반팔 받침 발걸음 발끝 발달 발레 발명 발목 발상 발음 발자국 발코니 발표 밤길 밤나무 밤낮 밤바다 밤하늘 밥그릇 방문 방법 방석 방송
방아 방안 방울 방정식 방학 방향 밭고랑 밭이랑 배구 배꼽 배낭 배달 배역 배움 배추 백조 백합 백화점 뱃길 뱃노래 버릇 버선 버섯 버스 버찌 버터 번개 번데기 번지 번호 벌꿀 벌레 벌집 벌판 범위 범종
벚꽃 베개 베란다 베틀 벤치 벼농사 벼락 벼루 벽난로 벽돌 벽시계 벽지 벽화 변화 별나라 별명 별자리 별장 별표 볏짚 병아리 병원 보건 보관 보답 보라색 보람 보름달 보리 보물 보배 보석 보자기 보조개 보증
보초 보호 복권 복도 복사 복습 본보기 볼링 볼펜 봄나물 봄날 봄비 봄소풍 봉오리 봉우리 봉투 부두 부들 부락 부리 부모 부산 부엉이 부엌 부자 부채 부추 부침개 부탁 부피 북극 북쪽 분당 분수 분식 분위기
분홍 불꽃 불빛 붓글씨 붓꽃 붕어 비결 비교 비누 비단 비둘기 비밀 비바람 비버 비빔밥 비수 비옷 비율 비지 비치볼 비타민 비파 비행기 빈대떡 빌딩 빗방울 빗자루 빙산 빙수 빙판 빛깔 빨간색 빨대 빨랫줄
빵집 뻐꾸기 뽕나무 뿌리 사거리 사건 사고력 사과 사다리 사랑 사례 사막 사명 사무실 사물 사서 사설 사슴 사실 사업 사연 사이 사자 사진 사촌 사탕 사투리 사회 산골 산기슭 산길 산더미 산딸기 산마루 산밭
산비탈 산새 산소 산신령 산열매 산장 산책 산초 산토끼 산호 살구 살림 삼각형 삼국 삼나무 삼대 삼촌 삼치 삽살개 삽화 상상 상식 상인 상자 상장 상점 상추 상쾌 새끼줄 새벽 새봄 새소리 새싹 새우 새치
새털 색깔 색동옷 색연필 색종이 샌들 샐러드 샘물 샘터 생강 생기 생명 생물 생선 생수 생신 생일 생태 생활 서랍 서론 서류 서리 서민 서부 서예 서울 서점 서쪽 서커스 서평 서해 석굴암 석양 석유 석탄
석탑 선녀 선물 선반 선배 선생 선수 선율 선인장 선장 선택 선풍기 설거지 설명 설문 설악산 설탕 설화 섬나라 섬마을 섬세 성공 성과 성곽 성명 성장 성적 성탄절 세계 세대 세로 세모 세배 세상 세수 세월
세탁 소개 소금 소꿉 소나기 소나무 소득 소라 소망 소문 소방차 소설 소식 소원 소음 소재 소질 소파 소포 소풍 소화기 속담 속도 속마음 속삭임 손가락 손거울 손님 손등 손목 손바닥 손뼉 손수건 손자 손잡이
손전등 손톱 솔개 솔방울 솔잎 솜사탕 솜이불 송곳 송금 송사리 송아지 송어 송이 송진 수건 수다 수달 수도 수레 수련 수료 수박 수선화 수세미 수소 수수 수업 수염 수영 수의사 수제비 수족관 수집 수채화
수첩 수축 수평선 수필 수호 숙소 숙제 순두부 순무 순서 순수 순위 숟가락 술래 숨결 숭늉 숯불 숲길 숲속 쉼터 스웨터 스케치 스키 스타 스티커 스펀지 스프링 슬기 습관 습도 습지 승강기 승객 승리 승마
승차 시계 시골 시금치 시냇물 시도 시루떡 시립 시민 시소 시옷 시인 시작 시장 시절 시집 시청 식구 식단 식당 식량 식목일 식물 식빵 식사 식탁 식혜 신기루 신록 신문 신발 신비 신사 신청 신호 실내화
실력 실로폰 실험 심부름 심장 심해 십자수 싱싱 싸리 쌀눈 쌀밥 쌍둥이 쏘가리 쓰기 씨름 씨앗 아가미 아궁이 아기 아동 아들 아랫목 아리랑 아몬드 아빠 아이 아저씨 아침 아파트 악단 악보 악수 안개 안경
안내 안녕 안방 안정 알밤 알약 암호 앞마당 앞산 앞치마 애국가 애호박 앵두 앵무새 야구 야근 야생 야채 약도 약수 약초 양념 양동이 양말 양배추 양산 양손 양심 양초 양탄자 양파 어금니 어깨 어르신 어머니
어부 어선 어울림 어제 어촌 어항 언니 언덕 언어 얼굴 얼룩말 얼음 엄마 업적 엉겅퀴 에너지 여덟 여동생 여름 여린잎 여백 여왕 여우 여울 여행 역사 역할 연구 연극 연기 연꽃 연두색 연락 연령 연료 연못
연민 연분홍 연산 연설 연습 연안 연어 연주 연필 연합 연휴 열기구 열두달 열람실 열량 열매 열무 열쇠 열심 열정 염색 염소 염전 엽서 영감 영광 영상 영수증 영어 영웅 영원 영화 옆집 예감 예금 예매 예방
예보 예복 예산 예술 예습 예약 예절 오각형 오곡밥 오누이 오늘 오두막 오디 오락 오렌지 오르간 오르막 오른손 오리 오미자 오빠 오성 오소리 오얏 오이 오전 오징어 오페라 오후 옥상 옥수수 온난화 온도 온돌
온실 온천 올빼미 올챙이 옷감 옷고름 옷장 옹기 옹달샘 완두콩 완성 완행 왕관 왕자 외가 외교 외국 외삼촌 외출 왼손 요리 요정 욕실 용감 용기 용돈 용마루 용서 용암 우리말 우물 우비 우산 우승 우애 우엉
우유 우주 우체국 우체통 우편 운동 운전 울릉도 울림 움집 웃음 원고 원두막 원료 원목 원반 원숭이 원인 원추리 월계수 위로 위성 위인 위치 유과 유도 유람선 유리 유물 유산 유성 유자 유적 유채꽃 유치원
유행 육교 육군 육상 육지 윤곽 윷놀이 은빛 은하수 은행 음료 음반 음성 음식 응원 의견 의논 의미 의사 의상 의식 의자 이끼 이동 이론 이름 이마 이모 이발소 이불 이삭 이슬 이야기 이웃 이유 이정표 인구
인기 인도 인사 인삼 인상 인쇄 인어 인연 인절미 인형 일곱 일기 일등 일몰 일상 일손 일정 일회용 임무 입구 입맛 입술 입학 잇몸 잉꼬 자갈 자격 자동차 자두 자라 자랑 자료 자리 자매 자명종 자물쇠
자부심 자석 자세 자손 자수정 자연 자원 자유 자율 자음 자장가 자장면 자전거 자취 작가 작문 작별 작업 작은북 작품 잔디 잠옷 잠자리 잡곡 잡지 잡채 장갑 장구 장기 장단 장독대 장면 장미 장비 장소 장식
장어 장작 장점 장터 장화 재능 재료 재미 재산 잿빛 쟁기 쟁반 저고리 저금통 저녁 저울 저음 저축 적도 적성 적응 전구 전기 전나무 전달 전략 전문 전복 전봇대 전설 전시회 전자 전주 전통 전학 전화 절구
절기 절약 절편 젊음 점토 접시 정각 정거장 정답 정리 정문 정보 정성 정열 정오 정육점 정의 정자 정직 제목 제자 제주도 제품 조각 조개 조건 조국 조기 조랑말 조롱박 조립 조명 조사 조상 조심 조약돌
조용 조카 조화 족두리 족보 족제비 존경 졸업 종류 종소리 종이 종합 좌석 좌우 주걱 주년 주말 주머니 주먹밥 주민 주방 주부 주사위 주소 주인 주장 주전자 주제 주차 주황 죽마 죽순 줄거리 줄기 줄넘기
줄무늬 줄자 중간 중력 중심 중학교 쥐치 즉석 즐거움 증기 증명 지각 지갑 지금 지능 지도 지렁이 지레 지리산 지면 지방 지역 지우개 지원 지점 지지대 지팡이 지평선 지하도 지혜 직선 직업 직장 진달래
진도개 진돗개 진로 진실 진심 진주 진짜 진행 질경이 질문 질서 집게 집안 집중 짚신 짝꿍 쪽배 쪽지 찌개 차고 차례 차림표 차표 착륙 착한말 찬물 찬성 찰흙 참가 참기름 참깨 참나무 참새 참여 참외 찻잎
찻잔 창가 창고 창문 창의 창작 창포 채송화 책가방 책갈피 책방 책상 책임 책장 챔피언 천국 천둥 천막 천문대 천사 천장 천재 천체 철봉 철새 철쭉 철학 첫걸음 첫날 첫눈 첫사랑 청국장 청년 청동 청량
청바지 청사진 청소 청어 청춘 청포도 체력 체온 체육 체조 체험 초가집 초록 초막 초면 초봄 초상화 초승달 초여름 초원 초콜릿 촉감 촛불 최고 최선 추석 추수 추억 추천 축구 축복 축제 축하 출구 출력 출발
출입문 춤사위 충성 충전 취미 취재 층계 치마 치즈 친구 친절 친척 칠면조 칠석 칠판 침대 침착 칫솔 칭찬 카드 카레 카메라 카페 칼국수 칼슘 캠핑 커튼 커피 컴퍼스 컴퓨터 케이크 코끼리 코뿔소 코알라
코코넛 콘서트 콧노래 콧수염 콩가루 콩나물 크기 크레용 큰길 큰북 클로버 키다리 키위 타악기 타자기 타조 탁구 탁자 탄산 탄생 탈춤 탐구 탑승 태권도 태극기 태도 태백산 태양 택배 탱자 터미널 터전 턱받이
털모자 털실 털장갑 텃밭 텃새 테두리 텐트 토기 토끼 토대 토란 토론 토마토 토종 톱날 톱니 톱밥 통나무 통로 통신 통역 통장 투구 투명 투수 튤립 트럭 트럼펫 특기 특징 튼튼 티끌 파도 파란색 파랑새 파초
파충류 판단 판소리 판자 팔각정 팔꿈치 팔찌 팝콘 팥빙수 팽이 편백 편지 편집 평균 평등 평면 평생 평일 평화 포근 포도 포수 포스터 포장 포크 표면 표범 표정 표지판 표현 푸른색 풀꽃 풀무 풀벌레 풀잎
풀피리 품격 품앗이 풍경 풍년 풍덩 풍력 풍선 풍속 풍차 피구 피라미 피리 피부 피아노 피자 필기 필름 필통 핑계 하교 하늘 하품 학교 학급 학년 학문 학생 학습 학용품 한가위 한강 한과 한글 한라산 한랭
한마음 한밤 한식 한옥 한의원 한지 한파 할머니 할미꽃 함박꽃 합격 합주 합창 항구 항로 항아리 해녀 해님 해당화 해돋이 해마 해물 해변 해삼 해설 해안 해파리 햇감자 햇밤 햇볕 햇빛 햇살 햇쌀 행동 행복
행사 행운 향기 향나무 향수 향신료 허리띠 헤엄 혁신 현관 현금 현대 현미 현상 현실 현장 협동 협력 형광등 형님 형성 형제 형태 호기심 호두 호떡 호랑이 호령 호미 호밀 호박 호응 호텔 호흡 혼합 홀씨
홍당무 홍보 홍삼 홍합 화가 화단 화랑 화면 화목 화물 화백 화분 화산 화살 화석 화성 화원 화음 화장품 화폐 화폭 확대 확인 환경 환기 환상 환영 환호 활기 활동 활력 활엽수 활용 활자 황금 황소 황제
황토 황혼 횃불 회관 회답 회복 회색 회원 회의 효과 효녀 효도 효자손 후배 후식 후원 후추 훈장 훈훈 휘파람 휴가 휴게소 휴식 휴일 휴지통 흐름 흑백 흑연 흔적 흙담 흥미 희곡 희망 흰나비 흰돌 흰색 힌트
힘줄
`.trim().split(/\s+/),
};
