// What the seed's chance is for. Each has a stream of its own, so that a change of one leaves the others as they are.

export const STREAM = {
  identifiers: 1,
  shift: 2,
  chatArrivals: 3,
  person: 4,
  returningPerson: 5,
  conversation: 6,
  chatOutcome: 7,
  chatForm: 8,
  ticket: 9,
  ticketOrigin: 10,
  ticketArrivals: 11,
  ticketOutcome: 12,
  ticketForm: 13,
  log: 14,
} as const;
