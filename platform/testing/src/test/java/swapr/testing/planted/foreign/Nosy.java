package swapr.testing.planted.foreign;

import swapr.testing.planted.publicity.Everybodys;

class Nosy {
    Everybodys neighbour = new Everybodys();
}
