// A durable subscriber to verdicts with nothing but Node: the NATS protocol is lines of text.
// node subscriber.mjs [nats://127.0.0.1:8422] [gouji.v1.verdicts.>]
import net from "node:net";

const address = new URL(process.argv[2] ?? "nats://127.0.0.1:8422");
const filter = process.argv[3] ?? "gouji.v1.verdicts.>";
const durable = "node-desk";
const inbox = `_INBOX.${durable}.${process.pid}`;

const socket = net.connect(Number(address.port), address.hostname);
const say = (line, body = "") => socket.write(`${line}\r\n${body}`);
const publish = (subject, body, reply = "") =>
  say(`PUB ${subject} ${reply} ${Buffer.byteLength(body)}`, `${body}\r\n`);

const next = () => {
  const request = JSON.stringify({ batch: 1, expires: 30e9 }); // nanoseconds; then the server says so and we ask again
  publish(`$JS.API.CONSUMER.MSG.NEXT.GOUJI_NEWS.${durable}`, request, `${inbox}.news`);
};

function heard(subject, reply, body) {
  if (subject === `${inbox}.made`) {
    const answer = JSON.parse(body);
    if (answer.error) throw new Error(answer.error.description);
  } else if (reply) {
    const verdict = JSON.parse(body).data;
    console.log(verdict.outcome, verdict.department, JSON.stringify(verdict.counts), verdict.review_url);
    publish(reply, "+ACK");
  }
  next();
}

let rest = Buffer.alloc(0);
socket.on("data", (chunk) => {
  rest = Buffer.concat([rest, chunk]);
  for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
    const words = rest.subarray(0, end).toString().split(" ");
    if (words[0] === "PING") say("PONG");
    if (words[0] !== "MSG" && words[0] !== "HMSG") {
      rest = rest.subarray(end + 2);
      continue;
    }
    const size = Number(words.at(-1));
    const headers = words[0] === "HMSG" ? Number(words.at(-2)) : 0;
    if (rest.length < end + 2 + size + 2) return; // the body is still on its way
    const body = rest.subarray(end + 2 + headers, end + 2 + size).toString();
    // A message of the stream comes under its own subject; its reply address is where it is acknowledged.
    const [subject, reply] = [words[1], words.length === (headers ? 6 : 5) ? words[3] : null];
    rest = rest.subarray(end + 2 + size + 2);
    heard(subject, reply, body);
  }
});

say(`CONNECT ${JSON.stringify({ verbose: false, pedantic: false, headers: true, lang: "node", version: "1" })}`);
say(`SUB ${inbox}.> 1`);
const config = { durable_name: durable, filter_subject: filter, ack_policy: "explicit", deliver_policy: "all" };
const request = JSON.stringify({ stream_name: "GOUJI_NEWS", config });
publish(`$JS.API.CONSUMER.DURABLE.CREATE.GOUJI_NEWS.${durable}`, request, `${inbox}.made`);
