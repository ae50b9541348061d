// SPDX-License-Identifier: GPL-3.0-or-later
// The least that can be had with Node.js: who is in a room gets what the other one says. It opens every session, takes JSON
// apart and puts it together again, and does nothing else that a server does: no limits, no pings, no good-byes.
import { createServer } from "node:http";
import { WebSocketServer } from "/usr/share/nodejs/ws/wrapper.mjs";

const rooms = new Map();
let sessions = 0;

function received(socket, text) {
  if (text === "40") return socket.send(`40{"sid":"socket${sessions}"}`);
  if (!text.startsWith("42")) return undefined;
  const [event, ...values] = JSON.parse(text.slice(2));
  const room = values.at(-1);
  if (event === "join_room") {
    if (!rooms.has(room)) rooms.set(room, new Set());
    return rooms.get(room).add(socket);
  }
  const packet = "42" + JSON.stringify([event, ...values.slice(0, -1)]);
  for (const other of rooms.get(room) ?? []) if (other !== socket) other.send(packet);
  return undefined;
}

const server = createServer();
new WebSocketServer({ server, path: "/socket.io/" }).on("connection", (socket) => {
  sessions += 1;
  socket.send(`0{"sid":"${sessions}","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":100000}`);
  socket.on("message", (data) => received(socket, data.toString()));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
