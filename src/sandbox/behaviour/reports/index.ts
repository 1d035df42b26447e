// The reports, computed from what the licence holds.
import type { Behaviour } from "../behaviour.js";
import { timeReports } from "./availability.js";
import { chatReports } from "./chats.js";
import { occupancyReport } from "./occupancy.js";
import { rankings } from "./ranking.js";
import { ticketReports } from "./tickets.js";

export const reports: Behaviour<"reports"> = {
  ...timeReports,
  ...chatReports,
  ...ticketReports,
  ...rankings,
  ...occupancyReport,
};
