// The control: a file without a client.
export {};
