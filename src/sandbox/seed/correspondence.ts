// What is written in the tickets of the shop. Made up, with quotes, commas, line breaks and tags of HTML in it on purpose.
import type { Language } from "./people.js";
import { type Phrase, phrase } from "./phrases.js";
import { RETURNS, SALES, SUPPORT, WHOLESALE } from "./settings.js";

export interface Matter {
  readonly group: number;
  readonly tags: readonly string[];
  /** How glad the requester is in the end, from 0 to 1. */
  readonly mood: number;
  readonly subjects: readonly Phrase[];
  readonly question: readonly Phrase[];
  readonly answer: readonly Phrase[];
  readonly reply: readonly Phrase[];
}

function matter(
  group: number,
  tags: readonly string[],
  mood: number,
  texts: Record<"subjects" | "question" | "answer" | "reply", readonly string[]>,
): Matter {
  return {
    group,
    tags,
    mood,
    subjects: texts.subjects.map(phrase),
    question: texts.question.map(phrase),
    answer: texts.answer.map(phrase),
    reply: texts.reply.map(phrase),
  };
}

const ENGLISH: Matter[] = [
  matter(RETURNS, ["damaged", "refund"], 0.5, {
    subjects: ["A damaged parcel, order {order}", "My {product} came broken"],
    question: [
      "Hello,\n\nI got a damaged parcel today: the {product} has a crack. What can I do?\n\nRegards,\n{name}",
      "The box of {order} was open on one side, and the {product} is scratched.",
    ],
    answer: [
      "Dear {first},\n\nI am sorry. A new one leaves our house today; you need not send the old one back.\n\n{agent}",
      "Thank you for the picture. You get {price} back within five days.",
    ],
    reply: ["Thank you, that is very kind.", "It came, and it is whole this time!"],
  }),
  matter(SUPPORT, ["shipping"], 0.6, {
    subjects: ["Where is {order}?", "Re: Your order {order} is on its way"],
    question: [
      'The tracking page has said "in transit" since Tuesday. Is my {product} lost?',
      "Hi, could you send it to {city} instead of the old address, please?",
    ],
    answer: [
      "Hello {first}, it is in the depot of {city} and comes tomorrow.",
      "Done: the parcel now goes to {city}, {country}.",
    ],
    reply: ["It is here. Thanks!", "Tomorrow was yesterday. Still nothing..."],
  }),
  matter(SUPPORT, ["account"], 0.75, {
    subjects: ["Invoice for {order}", "Invoices, all of 2024; as CSV"],
    question: [
      'Could you put our VAT number on the invoice, "GB 999 9999 73"?\nThe rest is fine.',
      "I need the sums without tax, with a comma for decimals: 1.234,50 and not 1,234.50.",
    ],
    answer: [
      "Of course, here is the new one: https://files.example.com/invoices/{order}.pdf",
      "You find both in the export.",
    ],
    reply: ["Perfect.", "The link asks me for a password, what is it?"],
  }),
  matter(SALES, ["sales"], 0.85, {
    subjects: ["Is the {product} coming back?", "(no subject)"],
    question: [
      "When will the {product} be in stock again?",
      "Is there a bigger one than the {product}? I would pay up to twice as much (now {price}).",
    ],
    answer: ["In about two weeks. Shall I write to you then?", "There will be, in spring. I have put you on the list."],
    reply: ["Yes please!", "👍"],
  }),
  matter(SUPPORT, ["complaint"], 0.15, {
    subjects: ["VERY disappointed", "Complaint about {order}"],
    question: [
      "Three weeks, two mails, no answer. I expect a refund of {price} by Friday.",
      "Your page shows <b>In stock</b> & then I wait for a month?!",
    ],
    answer: ["Dear {first}, you are right, and I am sorry. The refund is on its way, and a voucher with it."],
    reply: ["I do not want a voucher.", "Received. I still will not order again."],
  }),
  matter(SALES, ["delivery"], 0.8, {
    subjects: ["Delivery to {country}", "Gift for a friend in {city}"],
    question: [
      "Do you deliver to a parcel locker in {city}?",
      "Can it be there on Saturday, without an invoice in the box? It is a present 🎁",
    ],
    answer: ['We do. Choose "locker" at the checkout.', "If you order before noon, yes. I have noted it for {order}."],
    reply: ["Great, thanks {agent}", "And how much is it?"],
  }),
];

const GERMAN: Matter[] = [
  matter(WHOLESALE, ["angebot"], 0.85, {
    subjects: ["Anfrage: 80 Stück {product}", "Angebot für unser Büro in {city}"],
    question: [
      "Guten Tag,\n\nbitte senden Sie uns ein Angebot über 80 Stück „{product}“.\n\nMit freundlichen Grüßen\n{name}",
      "Gibt es auch größere Gebinde? Preis bisher: {price}.",
    ],
    answer: ["Sehr gern, das Angebot hängt an. Es gilt 14 Tage.\n\nViele Grüße\n{agent}"],
    reply: ["Danke, wir bestellen!", "Ist beim Preis noch etwas Luft?"],
  }),
  matter(SUPPORT, ["account"], 0.6, {
    subjects: ["Rechnung {order}", "Kündigung des Newsletters"],
    question: [
      "Auf der Rechnung fehlt „ß“ in der Straße: Ötztaler Straße 5, nicht Strase.",
      "Bitte löschen Sie {mail}.",
    ],
    answer: ["Hallo {first}, ist geändert, die neue Rechnung hängt an.", "Erledigt, schade!"],
    reply: ["Vielen Dank.", "Kam trotzdem heute wieder..."],
  }),
];

const FRENCH: Matter[] = [
  matter(RETURNS, ["refund"], 0.5, {
    subjects: ["Remboursement de {order}", "Échange : {product}"],
    question: ["Bonjour, le colis est arrivé abîmé. Que dois-je faire ?\nCordialement, {name}"],
    answer: ["Bonjour {first}, nous vous remboursons {price} dès aujourd'hui.", "L'étiquette de retour est jointe."],
    reply: ["Merci, c'est parfait.", "Je n'ai toujours rien reçu…"],
  }),
];

const SPANISH: Matter[] = [
  matter(SUPPORT, ["shipping"], 0.5, {
    subjects: ["¿Dónde está {order}?", "Envío a {city}"],
    question: ["Buenos días: mi pedido salió hace diez días y aún no ha llegado. ¿Qué pasó?"],
    answer: ["Hola, {first}: está en aduanas; llegará mañana.", "Te enviamos otro, sin coste."],
    reply: ["¡Por fin llegó! Gracias.", "Sigo esperando, señores."],
  }),
];

const POLISH: Matter[] = [
  matter(SUPPORT, ["account"], 0.7, {
    subjects: ["Faktura do {order}", "Zwrot: {product}"],
    question: [
      "Dzień dobry, proszę o fakturę na firmę „Żółć i Spółka”, NIP w załączniku.",
      "Chcę zwrócić „{product}”. Co mam zrobić?",
    ],
    answer: [
      "Dzień dobry, faktura w załączniku. Pozdrawiam, {agent}",
      "Etykieta zwrotna jest w paczce; pieniądze wrócą w pięć dni.",
    ],
    reply: ["Dziękuję bardzo!", "Kwota się nie zgadza: {price}."],
  }),
];

const JAPANESE: Matter[] = [
  matter(RETURNS, ["return"], 0.6, {
    subjects: ["返品について（{order}）", "商品の不具合"],
    question: ["お世話になっております。{product}に傷がありました。交換できますか。\n{name}"],
    answer: ["{name}様、ご迷惑をおかけしました。交換品をお送りします。"],
    reply: ["届きました。ありがとうございました。", "まだ届いていません。"],
  }),
];

export const MATTERS: Record<Language, readonly Matter[]> = {
  de: GERMAN,
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
  ja: JAPANESE,
  pl: POLISH,
};

/** Nobody answers it. */
export const SPAM = matter(0, [], 0, {
  subjects: ["You have WON!!!", "cheap watches $$$", '=HYPERLINK("https://spam.example.net";"Invoice")'],
  question: [
    "Dear friend, <a href='https://spam.example.net/?a=1&b=2'>click here</a> for your prize",
    "We put your shop on place 1 of every search, 100% sure 💰💰💰",
  ],
  answer: [],
  reply: [],
});

/** What agents write last. */
export const CLOSINGS: Record<Language, readonly Phrase[]> = {
  de: ["Gern geschehen, {first}. Bis zum nächsten Mal!", "Danke für die Nachricht, ich kümmere mich darum."].map(
    phrase,
  ),
  en: [
    "You are welcome, {first}. Write to us whenever something is amiss.",
    "Thank you for telling us, I am on it.",
  ].map(phrase),
  es: ["Gracias a ti, {first}.", "Gracias por avisar; me ocupo de ello."].map(phrase),
  fr: ["Avec plaisir, {first}. À bientôt !", "Merci de votre message, je m'en occupe."].map(phrase),
  ja: ["またのご利用をお待ちしております。", "ご連絡ありがとうございます。すぐに対応いたします。"].map(phrase),
  pl: ["Cieszymy się i pozdrawiamy!", "Dziękuję za wiadomość, już się tym zajmuję."].map(phrase),
};

/** What agents tell each other. */
export const TICKET_NOTES = [
  "Is a regular, please be generous.",
  'Has asked the "same" in a chat last week.',
  "{agent}: waiting for the warehouse, see {order}.",
  "It's the <td> in our mail again; shows as text on phones.",
].map(phrase);
