// What somebody has set up on the licence of a small web shop: the same for every seed. Holds the records of the
// description's examples, so that the samples of the reference find them.
import type { GreetingRule, GreetingValueRule } from "../../../generated/models.js";
import type {
  AgentRecord,
  CannedResponseRecord,
  GoalRecord,
  GreetingRecord,
  GroupRecord,
  TagRecord,
  WebhookRecord,
} from "../licence/records.js";

/** 1 January 2026, when the records of the examples begin. */
export const EXAMPLES_BEGIN = 1767225600;
const DAY = 86_400;

export const SALES = 1;
export const SUPPORT = 2;
export const WHOLESALE = 3;
export const RETURNS = 4;

export const groups: readonly GroupRecord[] = [
  { id: 0, name: "All operators", language: "en" },
  { id: SALES, name: "Sales", language: "en" },
  { id: SUPPORT, name: "Support", language: "en" },
  { id: WHOLESALE, name: "Großhandel", language: "de" },
  { id: RETURNS, name: "Returns", language: "en" },
];

/** The owner first. Together they show every permission and status. */
export const agents: readonly AgentRecord[] = [
  agent("Ada Moreno", { permission: "owner", groups: [SALES, SUPPORT] }),
  agent("Ben Okafor", { groups: [SALES], status: "offline", last_logout: EXAMPLES_BEGIN - 7 * DAY }),
  agent("Chloe Lindqvist", { permission: "administrator", groups: [SUPPORT] }),
  agent("Diego Fuentes", { groups: [SUPPORT, SALES] }),
  agent("Emi Sato", { groups: [SALES], job_title: "Head of Sales", max_chats_count: 4 }),
  agent("Farid Haddad", { groups: [SUPPORT, RETURNS], status: "offline", last_logout: EXAMPLES_BEGIN - 3 * DAY }),
  agent("Greta Böhm", {
    groups: [WHOLESALE],
    status: "not accepting chats",
    login_status: "not accepting chats",
    job_title: "Kundenberaterin",
    max_chats_count: 3,
    daily_summary: 0,
  }),
  // Has been invited and has not logged in yet.
  agent("Hugo Marchetti", { groups: [RETURNS], status: "offline", last_logout: 0 }),
];

function agent(name: string, fields: Partial<AgentRecord>): AgentRecord {
  const first = name.split(" ")[0]?.toLowerCase() ?? "";
  return {
    login: `${first}@example.com`,
    name,
    login_status: "accepting chats",
    permission: "normal",
    daily_summary: 1,
    job_title: "Support Agent",
    avatar: `cdn.example.com/avatars/${first}.png`,
    notifications: { new_visitor: 1, returning_visitor: 1, queued_visitor: 1, visitor_is_typing: 0, new_goal: 1 },
    max_chats_count: 6,
    groups: [],
    status: "accepting chats",
    last_logout: EXAMPLES_BEGIN,
    api_key: `made-up-api-key-of-${first}`,
    ...(fields.last_logout !== 0 && { password: `made-up-password-of-${first}` }),
    ...fields,
  };
}

const NAMES = new Map(agents.map(({ login, name }) => [login, name]));

/** The agent's name; of one who has come since, what the login says. */
export function nameOf(login: string): string {
  return NAMES.get(login) ?? login.split("@")[0] ?? login;
}

/** Who gives tickets to the agent. */
export function dispatcherFor(login: string): string {
  return login === "chloe@example.com" ? "ada@example.com" : "chloe@example.com";
}

export const cannedResponses: readonly CannedResponseRecord[] = [
  response(3101, 0, "Hello! How can I help you today?", "ada", ["hello", "hi"]),
  response(3102, 0, "Thank you for writing to us. Have a good day!", "ada", ["bye", "thanks"], "chloe"),
  response(3103, 0, "One moment please, I am looking that up for you.", "chloe", ["moment"]),
  response(3104, 0, 'You find it under "My account" > "Orders" & "Invoices".', "chloe", ["invoice", "account"]),
  response(3105, SALES, "We ship to all of the EU, to Norway, Switzerland and the United Kingdom.", "ben", ["ship"]),
  response(3106, SALES, "All our lamps come with a bulb and three years of guarantee.", "emi", ["lamp"], "ada"),
  response(3107, SUPPORT, "I am sorry to hear that.\nCould you send us a picture of the damage?", "chloe", ["damage"]),
  response(3108, SUPPORT, "Your parcel is on its way; the carrier updates its page every night.", "diego", ["parcel"]),
  response(3109, WHOLESALE, "Guten Tag! Schön, dass Sie da sind. Wie darf ich helfen?", "greta", ["hallo", "gruß"]),
  response(3110, WHOLESALE, "Ab 50 Stück gewähren wir 12 % Rabatt.", "greta", ["rabatt"]),
  response(
    3111,
    RETURNS,
    "You can return it within 30 days; the label is in your parcel.",
    "farid",
    ["return"],
    "chloe",
  ),
  {
    id: 3121,
    group: SALES,
    text: "Thank you for waiting.",
    creation_date: EXAMPLES_BEGIN,
    created_by: "ada@example.com",
    tags: ["wait", "thanks"],
  },
  {
    id: 3122,
    group: SALES,
    text: "Which size would you like?",
    creation_date: EXAMPLES_BEGIN + 60,
    created_by: "ada@example.com",
    modification_date: EXAMPLES_BEGIN + DAY,
    modified_by: "ben@example.com",
    tags: ["size"],
  },
];

function response(
  id: number,
  group: number,
  text: string,
  author: string,
  tags: string[],
  editor?: string,
): CannedResponseRecord {
  // One a week, from the autumn before the archive begins.
  const creation_date = 1_664_000_000 + (id - 3100) * 7 * DAY;
  return {
    id,
    group,
    text,
    creation_date,
    created_by: `${author}@example.com`,
    ...(editor && { modification_date: creation_date + 200 * DAY, modified_by: `${editor}@example.com` }),
    tags,
  };
}

export const TELEPHONE_GOAL = 12;
export const EURO_SALES_GOAL = 71;
export const NEWSLETTER_GOAL = 72;
export const REGISTRATION_GOAL = 1041;
export const ORDER_GOAL = 1042;
export const DOLLAR_SALES_GOAL = 1043;

export const goals: readonly GoalRecord[] = [
  { id: TELEPHONE_GOAL, name: "Order by telephone", active: 1, type: "api" },
  {
    id: EURO_SALES_GOAL,
    name: "Order placed",
    active: 1,
    type: "sales_tracker",
    sales_tracker_id: "made-up-sales-tracker",
    value_type: "dynamic",
    currency: "EUR",
    time_range: 30,
    order_field_name: "order_number",
    value_field_name: "order_total",
  },
  {
    id: NEWSLETTER_GOAL,
    name: "Newsletter",
    active: 1,
    type: "url",
    url: "shop.example.com/newsletter/thanks",
    match_type: "substring",
  },
  {
    id: REGISTRATION_GOAL,
    name: "Newsletter",
    active: 1,
    type: "custom_variable",
    custom_variable_name: "newsletter",
    custom_variable_value: "yes",
  },
  {
    id: ORDER_GOAL,
    name: "Order confirmed",
    active: 1,
    type: "url",
    url: "https://shop.example.com/checkout/done",
    match_type: "exact",
  },
  {
    id: DOLLAR_SALES_GOAL,
    name: "Shop sales",
    active: 1,
    type: "sales_tracker",
    sales_tracker_id: "made-up-sales-tracker-id",
    value_type: "dynamic",
    currency: "USD",
    order_field_name: "order_number",
    value_field_name: "order_total",
  },
];

/** Together they show every kind of rule. */
export const greetings: readonly GreetingRecord[] = [
  greeting(301, SALES, "Long look at the basket", "Anything we can help with before you order?", [
    rule(8101, "url_current", "https://shop.example.com/cart"),
    rule(8102, "visit_time_page", "45", "greater_than"),
  ]),
  greeting(302, SUPPORT, "Reads about returns", "Do you want to send something back?", [
    rule(8103, "url_visited", "/returns", "contains"),
    rule(8104, "pages_view_number", "4", "greater_or_equal"),
  ]),
  greeting(303, WHOLESALE, "Sucht nach Mengen", "Größere Mengen? Wir beraten Sie gern!", [
    rule(8105, "search_keyword", "großhandel", "contains"),
    rule(8106, "url_referrer", "search.example.org", "contains"),
  ]),
  greeting(304, 0, "Closed over the holidays", "We are back on 2 January.", [rule(8107, "visit_time_site", "1")], {
    announcement: true,
    active: false,
  }),
  greeting(2291, 0, "Five seconds on the site", "Hello! Can we help?", [rule(8201, "visit_time_site", "5")]),
  greeting(2411, SALES, "Welcome back", "Good to see you again!", [
    rule(8191, "visits_number", "3", "greater_or_equal"),
  ]),
  greeting(
    2461,
    0,
    "Boots from an advertisement",
    "Looking for walking boots?",
    [
      rule(8291, "geolocation", "Poland"),
      {
        id: 8292,
        type: "custom_variable",
        variable_name: "newsletter",
        variable_value: "true",
        operator: "equals",
        condition: "and",
      },
      {
        id: 8293,
        type: "url_funnel",
        condition: "and",
        urls: [
          { url: "shop.example.com/boots", operator: "equals" },
          { url: "basket", operator: "contains" },
        ],
      },
      { id: 8294, type: "ads_traffic", variable_name: "google", operator: "equals", condition: "and" },
    ],
    { announcement: true },
  ),
];

function greeting(
  id: number,
  group: number,
  name: string,
  text: string,
  rules: GreetingRule[],
  { active = true, announcement = false } = {},
): GreetingRecord {
  const properties = { active: active ? "1" : "0", "greeting-message_text": text } as const;
  return { id, active, name, rules, properties, group, announcement };
}

function rule(id: number, type: GreetingValueRule["type"], value: string, operator = "equals"): GreetingRule {
  return { id, type, value, operator, condition: "and" };
}

/** The agents of the examples made two of them in 2026; the others are older than the archive. */
export const tags: readonly TagRecord[] = [
  ...["sales", "delivery", "sizing", "gift", "newsletter"].map((name) => tag(name, SALES)),
  ...["refund", "complaint", "account", "shipping", "praise", "vip"].map((name) => tag(name, SUPPORT)),
  ...["angebot", "rechnung", "vip"].map((name) => tag(name, WHOLESALE)),
  ...["return", "refund", "damaged"].map((name) => tag(name, RETURNS)),
  { ...tag("refund", SALES), creation_date: EXAMPLES_BEGIN },
  { ...tag("delivery", SUPPORT), creation_date: EXAMPLES_BEGIN + DAY },
];

function tag(name: string, group: number): TagRecord {
  const author = group === WHOLESALE ? "greta@example.com" : "ada@example.com";
  return { name, author, creation_date: 1_664_000_000 + group * DAY, group };
}

const OLD_TAGS = new Map(
  groups.map(({ id }) => {
    const old = tags.filter(({ group, creation_date }) => group === id && creation_date < EXAMPLES_BEGIN);
    return [id, new Set(old.map(({ name }) => name))];
  }),
);

/** Those of the names that the archive's chats and tickets in these groups can carry. */
export function tagsIn(groups: readonly number[], names: readonly string[]): string[] {
  return names.filter((name) => groups.some((group) => OLD_TAGS.get(group)?.has(name)));
}

export function webhooks(licence: number): WebhookRecord[] {
  const url = "https://shop.example.com/livechat";
  return [
    {
      licence,
      event_type: "chat_started",
      data_types: ["chat", "visitor"],
      url,
      verified: true,
      token: "made-up-webhook-token",
      id: "made-up-webhook-id",
    },
    {
      licence,
      event_type: "ticket_created",
      data_types: ["ticket"],
      url,
      verified: true,
      token: "another-made-up-webhook-token",
      id: "another-made-up-webhook-id",
    },
  ];
}
