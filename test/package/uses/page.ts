// A page that starts the worker, as bundlers want it written.
new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
