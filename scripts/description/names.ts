// Names derived from an operationId, each by one function, so that they never drift apart.

/** `reports.chats.totalChats` becomes `ReportsChatsTotalChats`, with which the names of its types begin. */
export function typeName(operationId: string): string {
  return operationId.split(".").map(capitalise).join("");
}

/** The operation's place in the reference: Redoc's anchor for it. */
export function anchor(tag: string, operationId: string): string {
  return `#/${tag.toLowerCase().replaceAll(" ", "-")}/${operationId.toLowerCase()}`;
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
