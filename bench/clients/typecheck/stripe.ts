// 20 calls with stripe.
import Stripe from "stripe";

const stripe = new Stripe("made-up-key");

export async function calls() {
  const customers = await stripe.customers.list({ limit: 10 });
  const customer = await stripe.customers.retrieve("cus_1");
  const created = await stripe.customers.create({ email: "ada@example.com", name: "Ada" });
  const updated = await stripe.customers.update("cus_1", { description: "Support" });
  const deleted = await stripe.customers.del("cus_1");
  const products = await stripe.products.list({ active: true });
  const product = await stripe.products.retrieve("prod_1");
  const prices = await stripe.prices.list();
  const price = await stripe.prices.create({ currency: "eur", product: "prod_1", unit_amount: 100 });
  const invoices = await stripe.invoices.list();
  const invoice = await stripe.invoices.retrieve("in_1");
  const coupons = await stripe.coupons.list({ limit: 1 });
  const charges = await stripe.charges.list();
  const refund = await stripe.refunds.create({ charge: "ch_1" });
  const transactions = await stripe.balanceTransactions.list({ currency: "eur" });
  const balance = await stripe.balance.retrieve();
  const payouts = await stripe.payouts.list();
  const disputes = await stripe.disputes.list();
  const dispute = await stripe.disputes.retrieve("dp_1");
  const events = await stripe.events.list();
  return [
    customers.data[0]?.name,
    customer.id,
    created.email,
    updated.description,
    deleted.deleted,
    products.has_more,
    product.name,
    prices.data[0]?.currency,
    price.id,
    invoices.data[0]?.id,
    invoice.total,
    coupons.data[0]?.id,
    charges.data[0]?.amount,
    refund.id,
    transactions.data[0]?.net,
    balance.livemode,
    payouts.data[0]?.amount,
    disputes.data[0]?.reason,
    dispute.id,
    events.data[0]?.type,
  ];
}
