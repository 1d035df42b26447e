// Lists answer in pages.

const PAGE_SIZE = 25;

interface Page<T> {
  /** What is on this page; nothing on a page beyond the last. */
  items: readonly T[];
  /** How many were found, whether or not the pages reach them. */
  total: number;
  pages: number;
}

/** `reach` is how many of those found the pages show. */
export function pageOf<T>(found: readonly T[], page = 1, reach = Infinity): Page<T> {
  const shown = Math.min(found.length, reach);
  const first = (page - 1) * PAGE_SIZE;
  return {
    items: found.slice(first, Math.min(first + PAGE_SIZE, shown)),
    total: found.length,
    pages: Math.ceil(shown / PAGE_SIZE),
  };
}
