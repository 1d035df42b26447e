// How each client is made and asked for one agent, or for whatever its own API has that is fetched by one path parameter. All
// send credentials and parse the same JSON; their defaults stay as they are, retries and time limits included.
import { request as octokitRequest } from "@octokit/request";
import axios from "axios";
import ky from "ky";
import { createClient } from "livechat-openapi";
import OpenAI from "openai";
import createOpenapiClient from "openapi-fetch";
import Stripe from "stripe";
import type { paths } from "../../generated/types.js";
import { loadHeyApi } from "./heyapi.js";
import { OURS } from "./paths.js";
import { agent } from "./server.js";

/** Makes one call and gives the parsed body. */
export type Call = () => Promise<unknown>;

/** Where the calls go: over loopback, or into a function in the place of `fetch`. */
export interface Target {
  baseUrl: string;
  stub?: typeof fetch;
}

const login = agent.login;
const apiKey = "made-up-key";
const headers = {
  authorization: `Basic ${btoa(`${login}:${apiKey}`)}`,
  "x-api-version": "2",
};
const heyApi = await loadHeyApi();

function bareFetch({ baseUrl, stub = fetch }: Target): Call {
  return async () => {
    const response = await stub(`${baseUrl}/agents/${encodeURIComponent(login)}`, { headers });
    return await response.json();
  };
}

/** The base of every ratio, and its control: the same work under another name, whose ratio is the noise. */
export const BASE = "fetch";
export const CONTROL = "fetch (A/A control)";

/** Each makes a call to repeat; undefined where the client cannot go to that target. */
export const clients: Record<string, (target: Target) => Call | undefined> = {
  [BASE]: bareFetch,
  [CONTROL]: bareFetch,
  [OURS]: ({ baseUrl, stub }) => {
    const livechat = createClient({ auth: { login, apiKey }, baseUrl, ...(stub && { fetch: stub }) });
    return () => livechat.agents.get(login);
  },
  "openapi-fetch": ({ baseUrl, stub }) => {
    const client = createOpenapiClient<paths>({ baseUrl, headers, ...(stub && { fetch: stub }) });
    return async () => (await client.GET("/agents/{login}", { params: { path: { login } } })).data;
  },
  "hey-api": ({ baseUrl, stub }) => {
    const client = heyApi.createClient({ baseUrl, headers, ...(stub && { fetch: stub }) });
    return async () => (await heyApi.agentsGet({ client, path: { login }, throwOnError: true })).data;
  },
  ky: ({ baseUrl, stub }) => {
    const client = ky.create({ prefixUrl: baseUrl, headers, ...(stub && { fetch: stub }) });
    return () => client.get(`agents/${encodeURIComponent(login)}`).json();
  },
  // Over loopback by its own default, Node's http; with a stub by its adapter for fetch.
  axios: ({ baseUrl, stub }) => {
    const client = axios.create({
      baseURL: baseUrl,
      headers,
      ...(stub && { adapter: "fetch", env: { fetch: stub } }),
    });
    return async () => (await client.get(`/agents/${encodeURIComponent(login)}`)).data;
  },
  "@octokit/request": ({ baseUrl, stub }) => {
    const request = octokitRequest.defaults({ baseUrl, headers, request: { ...(stub && { fetch: stub }) } });
    return async () => (await request("GET /agents/{login}", { login })).data;
  },
  openai: ({ baseUrl, stub }) => {
    const client = new OpenAI({ apiKey, baseURL: baseUrl, ...(stub && { fetch: stub }) });
    return () => client.models.retrieve(login);
  },
  "stripe on fetch": ({ baseUrl, stub }) => stripe(baseUrl, Stripe.createFetchHttpClient(stub)),
  // By its own default, Node's http.
  stripe: ({ baseUrl, stub }) => (stub ? undefined : stripe(baseUrl)),
};

function stripe(baseUrl: string, httpClient?: Stripe.HttpClient): Call {
  const { hostname, port } = new URL(baseUrl);
  const client = new Stripe(apiKey, { host: hostname, port, protocol: "http", ...(httpClient && { httpClient }) });
  return () => client.customers.retrieve(login);
}
