// What the seed's chance is for. Each has a stream of its own, so that a change of one leaves the others as they are.

export const STREAM = {
  identifiers: 1,
  shift: 2,
  chatArrivals: 3,
  person: 4,
  conversation: 5,
  outcome: 6,
  decoration: 7,
  ticket: 8,
  ticketOrigin: 9,
  ticketArrivals: 10,
  ticketOutcome: 11,
  ticketForm: 12,
  log: 13,
} as const;
