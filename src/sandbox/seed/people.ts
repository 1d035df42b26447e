// The people who write to the shop. Somebody is a number: the same one is the same person in every chat and ticket.
import { createRandom } from "../licence/random.js";
import { STREAM } from "./streams.js";

export type Language = "de" | "en" | "es" | "fr" | "ja" | "pl";

interface Place {
  readonly city: string;
  readonly region: string;
  readonly country: string;
  readonly code: string;
  readonly timezone: string;
  readonly language: Language;
  readonly currency: string;
}

export interface Person {
  readonly place: Place;
  readonly name: string;
  readonly first: string;
  readonly mail: string;
  readonly ip: string;
  readonly browser: string;
  /** The second half of the visitor's identifier. */
  readonly mark: string;
}

interface Name {
  readonly shown: string;
  /** As it stands in an address. */
  readonly mail: string;
}

/** More often named, more people. */
const PLACES: readonly Place[] = [
  place("London", "England", "United Kingdom", "GB", "Europe/London", "en", "EUR", 3),
  place("Leeds", "England", "United Kingdom", "GB", "Europe/London", "en", "EUR", 2),
  place("Caerdydd", "Cymru", "United Kingdom", "GB", "Europe/London", "en", "EUR"),
  place("Dublin", "Leinster", "Ireland", "IE", "Europe/Dublin", "en", "EUR", 2),
  place("Phoenix", "Arizona", "United States", "US", "America/Phoenix", "en", "USD", 2),
  place("St. John's", "Newfoundland and Labrador", "Canada", "CA", "America/St_Johns", "en", "USD"),
  place("Portland", "Oregon", "United States", "US", "America/Los_Angeles", "en", "USD", 3),
  place("Sydney", "New South Wales", "Australia", "AU", "Australia/Sydney", "en", "USD"),
  place("Kathmandu", "", "Nepal", "NP", "Asia/Kathmandu", "en", "USD"),
  place("Göteborg", "Västra Götalands län", "Sweden", "SE", "Europe/Stockholm", "en", "EUR"),
  place("Tromsø", "Troms", "Norway", "NO", "Europe/Oslo", "en", "EUR"),
  place("München", "Bayern", "Germany", "DE", "Europe/Berlin", "de", "EUR", 2),
  place("Köln", "Nordrhein-Westfalen", "Germany", "DE", "Europe/Berlin", "de", "EUR"),
  place("Zürich", "Zürich", "Switzerland", "CH", "Europe/Zurich", "de", "EUR"),
  place("Wien", "", "Austria", "AT", "Europe/Vienna", "de", "EUR"),
  place("Lyon", "Auvergne-Rhône-Alpes", "France", "FR", "Europe/Paris", "fr", "EUR"),
  place("Montréal", "Québec", "Canada", "CA", "America/Toronto", "fr", "USD"),
  place("Sevilla", "Andalucía", "Spain", "ES", "Europe/Madrid", "es", "EUR"),
  place("Ciudad de México", "", "Mexico", "MX", "America/Mexico_City", "es", "USD"),
  place("Kraków", "Małopolskie", "Poland", "PL", "Europe/Warsaw", "pl", "EUR"),
  place("Łódź", "Łódzkie", "Poland", "PL", "Europe/Warsaw", "pl", "EUR"),
  place("大阪市", "大阪府", "Japan", "JP", "Asia/Tokyo", "ja", "USD"),
].flat();

function place(
  city: string,
  region: string,
  country: string,
  code: string,
  timezone: string,
  language: Language,
  currency: string,
  times = 1,
): Place[] {
  return Array<Place>(times).fill({ city, region, country, code, timezone, language, currency });
}

/** Some are made to trip over: apostrophes, quotes, commas, ampersands, and an emoji. */
const FIRST: Record<Language, readonly Name[]> = {
  en: names("Mina Oliver Amara Jack Priya Noah Zoë Liam Ruth Samuel Ingrid Kwame Maeve Tom Leila Sunny🌻"),
  de: names("Jürgen Änne Lukas Käthe Max Sophie Özlem Björn Heike Emil"),
  fr: names("Élodie Benoît Chloé François Noémie Gaël Inès Théo"),
  es: names("Íñigo María Begoña José Lucía Andrés Nuria Raúl"),
  pl: names("Zofia Łukasz Małgorzata Paweł Agnieszka Stanisław Kinga Rafał"),
  ja: [romanised("さくら", "sakura"), romanised("健太", "kenta"), romanised("美咲", "misaki"), romanised("翔", "sho")],
};
const LAST: Record<Language, readonly Name[]> = {
  en: names(
    "Park Brown O'Brien Smith-Jones Singh Walker D'Souza Chen Osei Lindgren Clarke MacLeod Reyes Taylor_&_Sons",
  ),
  de: names("Weiß Müller Schröder Groß Bäcker Yılmaz Koch Hofstätter"),
  fr: names("Lefèvre D'Artois Garçon Moreau Béranger Petit"),
  es: names("Núñez Ibáñez García_Peña Muñoz Ortega Vázquez"),
  pl: names("Wójcik Dąbrowska Żak Król Piątek Szczęsny"),
  ja: [
    romanised("佐藤", "sato"),
    romanised("高橋", "takahashi"),
    romanised("渡辺", "watanabe"),
    romanised("斎藤", "saito"),
  ],
};

function names(list: string): Name[] {
  return list.split(" ").map((name) => ({ shown: name.replaceAll("_", " "), mail: inAddress(name) }));
}

function romanised(shown: string, mail: string): Name {
  return { shown, mail };
}

/** The letters of the English alphabet alone. */
function inAddress(name: string): string {
  const letters = name.toLowerCase().replaceAll("ß", "ss").replaceAll("ł", "l").replaceAll("ı", "i");
  return letters.normalize("NFD").replaceAll(/[^a-z]/g, "");
}

/** The networks that are set aside for documentation. */
const NETWORKS = ["192.0.2.", "198.51.100.", "203.0.113."];

const BROWSERS = [
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0",
  "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
];

export function personOf(seed: number, number: number): Person {
  const random = createRandom(seed, STREAM.person, number);
  const place = random.pick(PLACES);
  const first = random.pick(FIRST[place.language]);
  const last = random.pick(LAST[place.language]);
  const domain = random.chance(0.5) ? "example.net" : "example.org";
  return {
    place,
    name: place.language === "ja" ? `${last.shown} ${first.shown}` : `${first.shown} ${last.shown}`,
    first: first.shown,
    mail: `${first.mail}.${last.mail}.${number.toString(36)}@${domain}`,
    ip: random.pick(NETWORKS) + random.integer(1, 254),
    browser: random.pick(BROWSERS),
    mark: fiveDigits(random.next()) + fiveDigits(random.next()),
  };
}

function fiveDigits(chance: number): string {
  return Math.floor(chance * 0x100000)
    .toString(16)
    .padStart(5, "0");
}
