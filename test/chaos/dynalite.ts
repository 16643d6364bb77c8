import dynalite from 'dynalite'

// dynalite in a process of its own, its files in $DATA: killed, it loses nothing that it has answered.
dynalite({ path: process.env.DATA, createTableMs: 0, deleteTableMs: 0 }).listen(
  Number(process.env.PORT),
  '127.0.0.1'
)
