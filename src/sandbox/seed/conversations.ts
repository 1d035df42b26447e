// What is said in the chats of the shop. The texts are made up, and some are made to trip over: quotes, commas, line
// breaks, tags of HTML, formulas, and letters beyond ASCII.
import type { Language } from "./people.js";
import { type Phrase, phrase } from "./phrases.js";
import { RETURNS, SALES, SUPPORT, WHOLESALE } from "./settings.js";

export interface Conversation {
  readonly language: Language;
  readonly group: number;
  /** Where on the website it begins. */
  readonly page: string;
  readonly tags: readonly string[];
  /** How glad the visitor is in the end, from 0 to 1. */
  readonly mood: number;
  /** How likely it leads to a sale. */
  readonly sells: number;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly by: "agent" | "visitor";
  /** Different ways to say it. */
  readonly ways: readonly Phrase[];
}

function visitor(...ways: string[]): Line {
  return { by: "visitor", ways: ways.map(phrase) };
}

function agent(...ways: string[]): Line {
  return { by: "agent", ways: ways.map(phrase) };
}

const ENGLISH: Conversation[] = [
  {
    language: "en",
    group: SALES,
    page: "lamps",
    tags: ["delivery"],
    mood: 0.9,
    sells: 0.3,
    lines: [
      visitor("Hi, do you ship the {product} to {country}?", "hello! can I have the {product} sent to {city}?"),
      agent(
        "Hello {first}, yes, we do. It takes three to five working days.",
        "We do! To {city} it takes about four days.",
      ),
      visitor("And what does it cost?", "Great. How much is that?"),
      agent("The {product} is {price}, and delivery is free from 50 on.", "{price}, with delivery included."),
      visitor("Perfect, I'll take it. Thanks!", "ok 👍 ordering now"),
      agent("Thank you, {first}. Enjoy it!", "Lovely. Is there anything else?"),
    ],
  },
  {
    language: "en",
    group: SALES,
    page: "boots?colour=brown&size=42",
    tags: ["sizing"],
    mood: 0.85,
    sells: 0.35,
    lines: [
      visitor("Do the boots run small? I am between 41 and 42", "What size should I take if my foot is 26,5 cm long?"),
      agent("How long is your foot, heel to toe?", "Do you wear thick socks with them?"),
      visitor("26.5 cm, and I wear thick socks", "26,5 cm. Yes, usually"),
      agent("Then I would take 42. You can send them back for 30 days, free of charge."),
      visitor("Are they waterproof?", "How about rain?"),
      agent("They are: leather outside, a membrane inside. Grease them twice a year."),
      visitor("Cheers, {agent}!", "That helps, thank you :)"),
    ],
  },
  {
    language: "en",
    group: SUPPORT,
    page: "orders",
    tags: ["shipping"],
    mood: 0.6,
    sells: 0,
    lines: [
      visitor(
        "Where is my parcel? Order {order}",
        "My order {order} has not arrived.",
        '{order} says "on its way" for a week now',
      ),
      agent("I am sorry about that, {first}. Let me look it up.", "One moment please, I am looking that up for you."),
      agent("It left our warehouse on Monday and is with the carrier in {city}."),
      visitor("So when will it come?", "The tracking page shows nothing, though."),
      agent("Tomorrow or the day after. If not, write to us and we send another.", "Most likely tomorrow."),
      visitor("Fine, I'll wait.", "ok, thanks"),
    ],
  },
  {
    language: "en",
    group: RETURNS,
    page: "returns",
    tags: ["damaged", "refund"],
    mood: 0.4,
    sells: 0,
    lines: [
      visitor(
        "I got a damaged parcel, the {product} is broken.",
        "Your {product} came in a damaged parcel!! The box was torn open.",
      ),
      agent("Oh no, I am sorry. Could you send me a picture?", "That should not happen. Have you got a picture of it?"),
      visitor("Here it is", "Sure, one second"),
      agent("Thank you. Would you like a new one or your money back?"),
      visitor("A new one please", "Money back, please", "What is faster?"),
      agent("Done. You get an e-mail at {mail} in a minute.", "All right, I have put it through for order {order}."),
      visitor("Thank you, that was quick", "I hope this one survives the trip..."),
    ],
  },
  {
    language: "en",
    group: SALES,
    page: "cart",
    tags: ["sales"],
    mood: 0.7,
    sells: 0.3,
    lines: [
      visitor(
        'My code "WELCOME-10" does not work',
        'the discount code gives me an error: "code <WELCOME-10> not valid"',
      ),
      agent("It is for orders above 40, without delivery. What is in your basket?"),
      visitor("Just the {product}, {price}", "One {product}"),
      agent("Then it should do. Please type it in capitals, without a blank at the end."),
      visitor("Ha, it was the blank. Thanks", "Works now!"),
      agent("Glad to hear it.", "😊 Have a nice day, {first}!"),
    ],
  },
  {
    language: "en",
    group: RETURNS,
    page: "returns",
    tags: ["refund"],
    mood: 0.5,
    sells: 0,
    lines: [
      visitor("When do I get my refund for {order}?", "I sent the {product} back two weeks ago. Where is my refund?"),
      agent("I see that it came in on Friday. Refunds take up to five working days."),
      visitor("That is long", "Can you speed it up?"),
      agent("I have asked accounts to do it today. You will see {price} on your card by Thursday."),
      visitor("ok", "Thank you"),
    ],
  },
  {
    language: "en",
    group: SUPPORT,
    page: "account/addresses",
    tags: ["account"],
    mood: 0.8,
    sells: 0,
    lines: [
      visitor("Can I still change the address of order {order}?", "I moved. How do I change where {order} goes?"),
      agent("Yes, as long as it is not packed. What is the new one?"),
      visitor(
        "{name}\n14 Mill Lane, Flat 2\n{city}, {country}",
        'To my office:\n{name}, c/o "Brown & Daughters"\nHigh Street 7\n{city}',
      ),
      agent("Done, {first}. It goes out this afternoon.", "I have changed it. The label now says {city}."),
      visitor("Brilliant!", "Many thanks {agent}"),
    ],
  },
  {
    language: "en",
    group: SUPPORT,
    page: "account/login",
    tags: ["account"],
    mood: 0.65,
    sells: 0,
    lines: [
      visitor("I cannot log in any more", "password reset mail never arrives :("),
      agent("Which address do you use?"),
      visitor("{mail}"),
      agent(
        "I have sent the mail again. Please look into the folder for junk, too.",
        "It went out just now to {mail}.",
      ),
      visitor("Got it", "Still nothing", "Ah, it was in junk."),
      agent("Very good. Anything else?", "Give it five minutes; mail is slow today."),
      visitor("No, that's all", "no thx"),
    ],
  },
  {
    language: "en",
    group: SALES,
    page: "gifts",
    tags: ["gift", "sales"],
    mood: 0.95,
    sells: 0.4,
    lines: [
      visitor("Can you wrap the {product} as a gift? 🎁", "Do you do gift wrapping? It's for my sister's birthday 🎂"),
      agent("We do, for 3.50, with a card. What should it say?"),
      visitor('"Happy birthday, dear Jo! Love, {first}"', 'Just: "For you, with love ❤"'),
      agent('Lovely. Tick "gift" in the basket and put the text there.', "There is a field for it at the checkout."),
      visitor("Found it, thanks!", "You're a star ⭐"),
    ],
  },
  {
    language: "en",
    group: SUPPORT,
    page: "",
    tags: ["praise"],
    mood: 1,
    sells: 0.05,
    lines: [
      visitor("No question, I just want to say the {product} is wonderful!", "You people are great 👩‍🔧👍"),
      agent("Thank you so much, {first}! I will tell everybody here.", "That makes my day 😊"),
      visitor("Bye!"),
    ],
  },
  {
    language: "en",
    group: SUPPORT,
    page: "account/invoices",
    tags: ["account"],
    mood: 0.6,
    sells: 0,
    lines: [
      visitor("Can I have my invoices as CSV; one line for each, please?", "I need all my invoices as a table"),
      agent('Yes: "My account" > "Invoices" > "Export". The columns are order;date;sum.'),
      visitor("In row 9 I see =SUM(B2:B8) as text, is that right?", "The sum comes out as '=SUM(B2:B8)'..."),
      agent("It is text on purpose, so that no program runs it. Add a blank in front to be safe."),
      visitor("I see. Also, 1,234.50 or 1.234,50?", "OK. And the\ttabs?"),
      agent("Whatever your account's language uses, {first}."),
      visitor("Thanks"),
    ],
  },
  {
    language: "en",
    group: SUPPORT,
    page: "help/embed",
    tags: [],
    mood: 0.7,
    sells: 0,
    lines: [
      visitor(
        'How do I put your <b>badge</b> on my blog? <a href="https://shop.example.com">Shop</a> shows as text',
        'Is it <script src="https://shop.example.com/badge.js"></script> & nothing else?',
      ),
      agent("Just that line, before </body>. & becomes &amp; in the address, mind."),
      visitor("And in Markdown, [badge](https://shop.example.com/badge.png)?", "C:\\site\\index.html then, ok"),
      agent("That works as well."),
      visitor("👌", "great"),
    ],
  },
  {
    language: "en",
    group: SALES,
    page: "newsletter",
    tags: ["newsletter"],
    mood: 0.7,
    sells: 0.02,
    lines: [
      visitor("How do I get the newsletter?", "I want to stop the newsletter, it comes 3x a week"),
      agent("At the foot of every page there is a field for it. You choose how often it comes."),
      visitor("Found it", "Once a month will do"),
      agent("Perfect. It starts with the next one."),
    ],
  },
  {
    language: "en",
    group: SUPPORT,
    page: "orders",
    tags: ["complaint"],
    mood: 0.1,
    sells: 0,
    lines: [
      visitor("This is the THIRD time that {order} is late!!!", "I've been waiting for 3 weeks. Not good enough."),
      agent("I am very sorry, {first}. You are right to be angry. Let me see what went wrong."),
      visitor("I want my money back.", '"Sorry" is what you said the last time'),
      agent("You get {price} back today, and you may keep the {product} when it comes."),
      visitor("We will see.", "Hm. Ok.", "Fine, but I won't order again"),
    ],
  },
  {
    language: "en",
    group: RETURNS,
    page: "returns",
    tags: ["return"],
    mood: 0.75,
    sells: 0,
    lines: [
      visitor("How do I return something?", "The {product} is not for me. How do I send it back?"),
      agent("Within 30 days, with the label that came with it. Have you got the label?"),
      visitor("No, lost it", "It was not in the box"),
      agent("I have mailed a new one to {mail}. Any post office takes it."),
      visitor("Thank you!", "Do I need a printer?"),
      agent("You are welcome.", "No, the code on your phone will do."),
    ],
  },
  {
    language: "en",
    group: SALES,
    page: "compare",
    tags: ["sales"],
    mood: 0.85,
    sells: 0.4,
    lines: [
      visitor("What is the difference between the {product} and last year's?", "Is the {product} worth {price}?"),
      agent("This year's is lighter by a third and comes with three years of guarantee."),
      visitor("Does it come in blue as well?", "And the other one, the cheaper?"),
      agent("Let me check with my colleague."),
      agent("Yes, it does, from next week on.", "That one is sold out, I am afraid."),
      visitor("Then I'll take the {product}", "I'll think about it"),
      agent("Good choice!", "Take your time; it is reserved for you until tonight."),
    ],
  },
  {
    language: "en",
    group: SUPPORT,
    page: "",
    tags: [],
    mood: 0.5,
    sells: 0,
    lines: [visitor("oops, wrong window", "test", "?"), agent("No problem. Have a nice day!", "Can I help you?")],
  },
];

const GERMAN: Conversation[] = [
  {
    language: "de",
    group: WHOLESALE,
    page: "de/grosshandel",
    tags: ["angebot"],
    mood: 0.85,
    sells: 0.35,
    lines: [
      visitor("Guten Tag, was kosten 60 Stück „{product}“?", "Hallo, gibt es Mengenrabatt auf {product}?"),
      agent("Guten Tag! Ab 50 Stück gewähren wir 12 % Rabatt.", "Gerne: einzeln {price}, ab 50 Stück 12 % weniger."),
      visitor("Und die Lieferzeit nach {city}?", "Wie lange dauert das?"),
      agent("Etwa zehn Werktage; größere Mengen müssen wir erst bestellen."),
      visitor("Schicken Sie mir bitte ein Angebot an {mail}.", "Klingt gut, ich frage meine Chefin 😉"),
      agent("Mache ich sofort. Schöne Grüße aus der Werkstatt!", "Sehr gern, Sie hören heute noch von mir."),
    ],
  },
  {
    language: "de",
    group: WHOLESALE,
    page: "de/konto/rechnungen",
    tags: ["rechnung"],
    mood: 0.6,
    sells: 0,
    lines: [
      visitor(
        "Auf der Rechnung zu {order} fehlt die Umsatzsteuer-Nr.",
        "Rechnung {order}: falsche Straße, bitte ändern",
      ),
      agent("Das tut mir leid. Wie lautet sie richtig?", "Oh, das ändere ich gleich. Wohin soll sie gehen?"),
      visitor("{name}\nÖrtelstraße 5, Hinterhaus\n{city}", "An {mail}, als PDF bitte"),
      agent("Erledigt, die neue Rechnung ist unterwegs."),
      visitor("Besten Dank!", "Super, danke"),
    ],
  },
  {
    language: "de",
    group: SUPPORT,
    page: "de/bestellungen",
    tags: ["shipping"],
    mood: 0.5,
    sells: 0,
    lines: [
      visitor("Wo bleibt mein Paket? Bestellung {order}", "Das Paket ({order}) sollte gestern da sein..."),
      agent("Ich schaue sofort nach, {first}.", "Einen Moment bitte."),
      agent("Es liegt im Verteilzentrum und kommt morgen nach {city}."),
      visitor("Na gut", "Das hieß es gestern auch schon 🙄"),
      agent("Ich bleibe dran und melde mich per Mail."),
      visitor("Danke, tschüß!"),
    ],
  },
  {
    language: "de",
    group: SALES,
    page: "de/schuhe",
    tags: ["sizing"],
    mood: 0.9,
    sells: 0.3,
    lines: [
      visitor("Fallen die Schuhe groß aus?", "Welche Größe bei 26,5 cm Fußlänge?"),
      agent("Eher schmal. Bei 26,5 cm würde ich 42 nehmen."),
      visitor("Gibt es die auch in Grün?", "Sind sie wasserdicht?"),
      agent("Ja, seit März.", "Ja, mit Membran und gewachstem Leder."),
      visitor("Gekauft 😄", "Ich überlege es mir, danke"),
    ],
  },
];

const FRENCH: Conversation[] = [
  {
    language: "fr",
    group: SALES,
    page: "fr/lampes",
    tags: ["delivery"],
    mood: 0.85,
    sells: 0.3,
    lines: [
      visitor(
        "Bonjour, livrez-vous « {product} » à {city} ?",
        "Bonjour ! Quel est le délai de livraison pour {country} ?",
      ),
      agent("Bonjour {first}, oui, en quatre jours ouvrés.", "Bonjour, comptez quatre à six jours."),
      visitor("Et les frais ?", "C'est gratuit ?"),
      agent("La livraison est offerte dès 50 € d'achat ; l'article coûte {price}."),
      visitor("Très bien, merci !", "Parfait, je passe commande à Noël 🎄"),
      agent("À bientôt !", "Avec plaisir. Bonne journée !"),
    ],
  },
  {
    language: "fr",
    group: RETURNS,
    page: "fr/retours",
    tags: ["refund"],
    mood: 0.45,
    sells: 0,
    lines: [
      visitor("J'ai renvoyé {product} et j'attends mon remboursement", "Où en est le remboursement de {order} ?"),
      agent("Je vérifie tout de suite. Un instant, s'il vous plaît."),
      agent("Le colis est bien arrivé ; le virement part aujourd'hui."),
      visitor("Ça a été long…", "Merci beaucoup, c'est très gentil"),
      agent("Toutes nos excuses pour l'attente, {first}."),
    ],
  },
];

const SPANISH: Conversation[] = [
  {
    language: "es",
    group: SALES,
    page: "es/botas",
    tags: ["sizing"],
    mood: 0.85,
    sells: 0.3,
    lines: [
      visitor("¡Hola! ¿Qué talla me recomiendan?", "¿Las botas son impermeables?"),
      agent("¡Hola, {first}! ¿Cuánto mide tu pie?", "Sí, y puedes devolverlas durante 30 días."),
      visitor("26,5 cm", "¿Y tardan mucho en llegar a {city}?"),
      agent("Entonces la 42.", "Unos cinco días, según el tiempo que haga mañana ☔"),
      visitor("¡Gracias!", "Vale, me lo pienso. ¡Hasta luego!"),
    ],
  },
  {
    language: "es",
    group: SUPPORT,
    page: "es/pedidos",
    tags: ["shipping"],
    mood: 0.4,
    sells: 0,
    lines: [
      visitor("No ha llegado mi pedido {order}", "¿Dónde está mi paquete? Número {order}"),
      agent("Lo siento mucho. Déjame mirarlo.", "Un momento, por favor; ahora mismo lo compruebo."),
      visitor("Llevo esperando desde el año pasado...", "Sí, espero"),
      agent("Está en la aduana de {country}. Te enviamos otro sin coste, señor(a) {name}."),
      visitor("Muchísimas gracias", "A ver si es verdad"),
    ],
  },
];

const POLISH: Conversation[] = [
  {
    language: "pl",
    group: SUPPORT,
    page: "pl/faktury",
    tags: ["account"],
    mood: 0.7,
    sells: 0,
    lines: [
      visitor("Dzień dobry, proszę o fakturę do zamówienia {order}", "Gdzie znajdę fakturę? Potrzebuję jej na jutro."),
      agent("Dzień dobry! Jest w zakładce „Moje konto” → „Faktury”.", "Już wysyłam na adres {mail}."),
      visitor("Nie widzę jej tam", "Dziękuję!"),
      agent("Proszę odświeżyć stronę; właśnie ją wystawiłem."),
      visitor("Jest, świetnie", "Dzięki, miłego dnia ☀️"),
    ],
  },
  {
    language: "pl",
    group: SALES,
    page: "pl/lampy",
    tags: ["delivery"],
    mood: 0.85,
    sells: 0.3,
    lines: [
      visitor("Ile kosztuje wysyłka do miasta {city}?", "Czy „{product}” jest dostępny od ręki?"),
      agent("Od 50 euro wysyłka jest bezpłatna.", "Tak, mamy ostatnie trzy sztuki za {price}."),
      visitor("A ile to trwa?", "Super, biorę jedną"),
      agent("Około pięciu dni roboczych. Życzę udanych zakupów!"),
      visitor("Dziękuję, do widzenia"),
    ],
  },
];

const JAPANESE: Conversation[] = [
  {
    language: "ja",
    group: SALES,
    page: "ja/lamps",
    tags: ["delivery"],
    mood: 0.9,
    sells: 0.3,
    lines: [
      visitor("こんにちは。{product}は日本に送れますか？", "すみません、{city}までの送料はいくらですか。"),
      agent(
        "{name}様、お問い合わせありがとうございます。はい、お送りできます。",
        "送料は無料です。商品は{price}です。",
      ),
      visitor("何日くらいかかりますか？", "わかりました。ギフト包装もできますか？🎁"),
      agent("十日ほどで届きます。", "はい、カードも付けられます。"),
      visitor("ありがとうございます！", "では注文します。よろしくお願いします🙇"),
    ],
  },
  {
    language: "ja",
    group: RETURNS,
    page: "ja/returns",
    tags: ["return"],
    mood: 0.6,
    sells: 0,
    lines: [
      visitor("注文番号{order}を返品したいです。", "届いた商品が壊れていました。「{product}」です。"),
      agent("申し訳ございません。すぐに確認いたします。"),
      agent("返品用のラベルを{mail}にお送りしました。"),
      visitor("届きました。ありがとう。", "どうもすみません"),
    ],
  },
];

export const CONVERSATIONS: Record<Language, readonly Conversation[]> = {
  de: GERMAN,
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
  ja: JAPANESE,
  pl: POLISH,
};

/** What agents begin with, most of the time. */
export const WELCOMES: Record<Language, Line> = {
  de: agent("Hallo, ich bin {agent}. Wie kann ich helfen?", "Guten Tag! Was kann ich für Sie tun?"),
  en: agent("Hello! How can I help you today?", "Hi, this is {agent}. What can I do for you?"),
  es: agent("¡Hola! Soy {agent}. ¿En qué puedo ayudarte?"),
  fr: agent("Bonjour, {agent} à votre service !", "Bonjour ! Comment puis-je vous aider ?"),
  ja: agent("いらっしゃいませ。{agent}と申します。"),
  pl: agent("Dzień dobry, tu {agent}. W czym mogę pomóc?"),
};

/** What supervisors whisper to agents. */
export const WHISPERS: Line = agent(
  "Mind that {product} has a new price since Monday.",
  "{first} is a regular, please be generous.",
  "Offer a new one, we have plenty.",
);

/** What visitors leave when nobody is there. */
export const NOTES: Record<Language, Line> = {
  de: visitor("Schade, niemand da. Bitte rufen Sie mich wegen {order} zurück.", "Liefern Sie auch nach {city}?"),
  en: visitor(
    "Do you ship to {country}?",
    "Nobody there? Please write to me about order {order}.",
    "I would like ten of the {product}.\nIs there a discount?\n\nRegards,\n{name}",
    'When do you open again? "9 to 5" in which time zone?',
  ),
  es: visitor("¿Cuándo abren? Quiero saber de mi pedido {order}."),
  fr: visitor("Personne ? Écrivez-moi à propos de la commande {order}, s'il vous plaît."),
  ja: visitor("営業時間を教えてください。"),
  pl: visitor("Proszę o kontakt w sprawie zamówienia {order}."),
};

export interface Product {
  readonly name: string;
  /** To keep sums exact. */
  readonly cents: number;
  /** With a point and two decimals. */
  readonly price: string;
}

export const PRODUCTS: readonly Product[] = [
  product('desk lamp "Søren"', 4495),
  product("pendant lamp Lumière", 8990),
  product("walking boots 'Fjell'", 11_990),
  product("rain jacket, blue", 9950),
  product("teapot 0,8 l", 3450),
  product("box of tea & biscuits", 2490),
  product("wool blanket <130×200 cm>", 7900),
  product("backpack 28 l", 6495),
  product('bicycle bell "Ding!"', 1290),
  product("notebook, 100% recycled", 850),
  product("thermos flask ½ l", 2999),
  product("head torch", 3900),
];

function product(name: string, cents: number): Product {
  return { name, cents, price: (cents / 100).toFixed(2) };
}
