// dynalite 4 with its files in $DATA, in a process of its own: what `npm start` ran on before.
import dynalite from 'dynalite'

const options = { path: process.env.DATA, createTableMs: 0, deleteTableMs: 0 }
const server = dynalite(options).listen(0, '127.0.0.1', () => {
  process.send({ port: server.address().port })
})
