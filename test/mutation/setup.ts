// Keeps mutants on this machine: one that takes the wrong address would call LiveChat.

const { fetch } = globalThis;

globalThis.fetch = async (target, init) => {
  const { hostname } = new URL(target instanceof Request ? target.url : target);
  if (hostname !== "localhost" && hostname !== "127.0.0.1") throw new TypeError(`A mutant has called ${hostname}.`);
  return fetch(target, init);
};
