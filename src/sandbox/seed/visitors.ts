// The people who are on the website at first: one or more in every state, and those of the description's examples.
import type { Visitor, VisitorPageView } from "../../../generated/models.js";
import { plainDate } from "../../calendar.js";
import type { VisitorRecord } from "../licence/records.js";
import { EXAMPLES_BEGIN, RETURNS, SALES, SUPPORT, WHOLESALE } from "./settings.js";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";

const MUNICH = place("München", "Bayern", "Germany", "DE", "Europe/Berlin", "48.1374", "11.5755", "de");
const LEEDS = place("Leeds", "England", "United Kingdom", "GB", "Europe/London", "53.7997", "-1.5492", "en");
const KRAKOW = place("Kraków", "Małopolskie", "Poland", "PL", "Europe/Warsaw", "50.0614", "19.9366", "pl");
const LYON = place("Lyon", "Auvergne-Rhône-Alpes", "France", "FR", "Europe/Paris", "45.7578", "4.8320", "fr");
const OSAKA = place("大阪市", "大阪府", "Japan", "JP", "Asia/Tokyo", "34.6937", "135.5023", "ja");
const PHOENIX = place("Phoenix", "Arizona", "United States", "US", "America/Phoenix", "33.4484", "-112.0740", "en");
const SEVILLE = place("Sevilla", "Andalucía", "Spain", "ES", "Europe/Madrid", "37.3891", "-5.9845", "es");

function place(
  city: string,
  region: string,
  country: string,
  country_code: string,
  timezone: string,
  latitude: string,
  longitude: string,
  language: string,
) {
  return { city, region, country, country_code, timezone, latitude, longitude, language };
}

const HOME = { page: "https://shop.example.com/", title: "Example shop" };
const LAMPS = { page: "https://shop.example.com/lamps", title: "Lamps" };
const CART = { page: "https://shop.example.com/cart", title: "Your cart" };
const RETURNS_PAGE = { page: "https://shop.example.com/returns", title: "Returns & refunds" };
const BOOTS = { page: "https://shop.example.com/boots?colour=brown&size=42", title: 'Boots "Fjell"' };

interface Step {
  page: string;
  title: string;
  after: number;
  invitation?: string;
}

export function currentVisitors(timezone: string): VisitorRecord[] {
  const date = (time: number): string => plainDate(time, timezone);

  /** Somebody who came at a time and has opened these pages since. */
  const visitor = (
    id: string,
    came: number,
    where: typeof MUNICH,
    address: string,
    path: readonly Step[],
    fields: Partial<Visitor>,
  ): VisitorRecord => {
    const visit_path = path.map(
      ({ page, title, after, invitation = "" }): VisitorPageView => ({
        page,
        title,
        time: date(came + after),
        time_ts: came + after,
        time_ref: came + after,
        invitation,
      }),
    );
    const current = visit_path.at(-1);
    const page = current?.page ?? "";
    return {
      id,
      name: "Visitor",
      state: "browsing",
      group: 0,
      ip: address,
      host: `host-${address.split(".")[3]}.example.net`,
      browser: FIREFOX,
      ...where,
      page_current: page,
      page_address: page,
      page_title: current?.title ?? "",
      page_entered: date(came),
      page_entered_ts: came,
      page_time: current?.time ?? "",
      page_time_ts: current?.time_ts ?? came,
      page_views: path.length,
      last_visit: date(came),
      last_visit_ts: came,
      visits: 1,
      visit_path,
      referrer: "",
      invitation: "",
      greetings_all: 0,
      greetings_accepted: 0,
      greetings_refused: 0,
      chats: 0,
      chat_id: "",
      chat_start_time: "",
      queue_start_time: "",
      operators: [],
      ...fields,
    };
  };
  const survey = (name: string, mail: string): NonNullable<Visitor["prechat_survey"]> => [
    { key: "Your name:", value: name },
    { key: "E-mail:", value: mail },
  ];

  return [
    visitor(
      "S1767225600.1a2b3c4d5e",
      EXAMPLES_BEGIN,
      MUNICH,
      "203.0.113.7",
      [
        { ...HOME, after: 0, invitation: "Time on site: 30 sec" },
        { ...LAMPS, after: 60 },
        { ...CART, after: 180 },
      ],
      {
        name: "Mina Park",
        state: "chatting",
        group: SALES,
        page_views: 16,
        visits: 3,
        referrer: "https://search.example.org/",
        greetings_all: 2,
        greetings_accepted: 1,
        greetings_refused: 1,
        chats: 1,
        chat: {},
        chat_id: "PQ7K2M9X4D",
        chat_start_time: date(EXAMPLES_BEGIN + 120),
        chat_start_time_ts: EXAMPLES_BEGIN + 120,
        operators: [{ id: "ada@example.com", display_name: "Ada Moreno" }],
        prechat_survey: survey("Mina Park", "mina@example.net"),
        custom_variables: [{ key: "cart_size", value: "3" }],
      },
    ),
    visitor("S1767225700.6f7a8b9c0d", EXAMPLES_BEGIN + 100, LEEDS, "198.51.100.24", [{ ...LAMPS, after: 0 }], {}),
    visitor(
      "S1767225310.0b1c2d3e4f",
      EXAMPLES_BEGIN - 290,
      KRAKOW,
      "192.0.2.61",
      [
        { ...HOME, after: 0 },
        { ...BOOTS, after: 35 },
        { ...RETURNS_PAGE, after: 140 },
      ],
      {
        name: "Zofia Wójcik",
        state: "queued",
        group: SUPPORT,
        visits: 2,
        chats: 1,
        queue_start_time: date(EXAMPLES_BEGIN - 60),
        prechat_survey: survey("Zofia Wójcik", "zofia@example.org"),
      },
    ),
    visitor(
      "S1767225420.5a5b5c5d5e",
      EXAMPLES_BEGIN - 180,
      LYON,
      "203.0.113.88",
      [
        { ...LAMPS, after: 0 },
        { ...CART, after: 95, invitation: "Anything we can help with before you order?" },
      ],
      {
        state: "invited",
        group: SALES,
        invitation: "Anything we can help with before you order?",
        greetings_all: 1,
        custom_variables: [{ key: "cart_size", value: "1" }],
      },
    ),
    visitor(
      "S1767225480.9f8e7d6c5b",
      EXAMPLES_BEGIN - 120,
      OSAKA,
      "198.51.100.140",
      [
        { ...HOME, after: 0 },
        { ...LAMPS, after: 12, invitation: "Hello! Can we help?" },
      ],
      { state: "refused invitation", browser: PHONE, greetings_all: 1, greetings_refused: 1, visits: 4 },
    ),
    visitor("S1767225555.a0a1a2a3a4", EXAMPLES_BEGIN - 45, PHOENIX, "192.0.2.18", [{ ...RETURNS_PAGE, after: 0 }], {
      name: "Jo O'Brien",
      state: "logging into chat",
      group: RETURNS,
      prechat_survey: survey("Jo O'Brien", "jo@example.net"),
    }),
    visitor(
      "S1767224700.c1c2c3c4c5",
      EXAMPLES_BEGIN - 900,
      SEVILLE,
      "203.0.113.201",
      [
        { ...HOME, after: 0 },
        { ...BOOTS, after: 41 },
        { ...CART, after: 700 },
      ],
      { name: "Íñigo Núñez", state: "chat closed", group: SALES, browser: PHONE, visits: 6, chats: 4 },
    ),
    visitor(
      "S1767225100.d0e1f2a3b4",
      EXAMPLES_BEGIN - 500,
      MUNICH,
      "192.0.2.200",
      [
        { ...HOME, after: 0 },
        { ...LAMPS, after: 20 },
      ],
      {
        name: "Jürgen Weiß",
        group: WHOLESALE,
        visits: 9,
        chats: 2,
      },
    ),
  ];
}
