// Runs dynalite 4, the former database of `npm start`, in a process of its own with its files in
// $DATA.
import dynalite from 'dynalite'

const options = { path: process.env.DATA, createTableMs: 0, deleteTableMs: 0 }
const server = dynalite(options).listen(0, '127.0.0.1', () => {
  process.send({ port: server.address().port })
})
