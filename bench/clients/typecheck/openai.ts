// 20 calls with openai.
import OpenAI from "openai";

const openai = new OpenAI({ apiKey: "made-up-key" });

export async function calls() {
  const models = await openai.models.list();
  const model = await openai.models.retrieve("model-1");
  const deletedModel = await openai.models.delete("model-1");
  const completion = await openai.chat.completions.create({
    model: "model-1",
    messages: [{ role: "user", content: "Hello" }],
  });
  const completions = await openai.chat.completions.list({ limit: 10 });
  const response = await openai.responses.create({ model: "model-1", input: "Hello" });
  const retrieved = await openai.responses.retrieve("resp_1");
  const embedding = await openai.embeddings.create({ model: "model-1", input: "Hello" });
  const files = await openai.files.list({ purpose: "batch" });
  const file = await openai.files.retrieve("file-1");
  const deletedFile = await openai.files.delete("file-1");
  const batches = await openai.batches.list();
  const batch = await openai.batches.create({
    input_file_id: "file-1",
    endpoint: "/v1/embeddings",
    completion_window: "24h",
  });
  const jobs = await openai.fineTuning.jobs.list();
  const job = await openai.fineTuning.jobs.retrieve("job-1");
  const stores = await openai.vectorStores.list();
  const store = await openai.vectorStores.create({ name: "Texts" });
  const conversation = await openai.conversations.create({});
  const image = await openai.images.generate({ model: "model-1", prompt: "A house" });
  const moderation = await openai.moderations.create({ input: "Hello" });
  return [
    models.data[0]?.id,
    model.owned_by,
    deletedModel.deleted,
    completion.choices[0]?.message.content,
    completions.data[0]?.id,
    response.output_text,
    retrieved.id,
    embedding.data[0]?.embedding,
    files.data[0]?.filename,
    file.bytes,
    deletedFile.deleted,
    batches.data[0]?.id,
    batch.status,
    jobs.data[0]?.id,
    job.status,
    stores.data[0]?.name,
    store.id,
    conversation.id,
    image.data?.[0]?.url,
    moderation.results[0]?.flagged,
  ];
}
