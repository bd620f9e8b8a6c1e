package swapr.testing.planted.foreign;

import swapr.testing.planted.publicity.Everybodys;

class Nosy {
    Everybodys neighbor = new Everybodys();
}
